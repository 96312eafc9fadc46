using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The recent past of one pair on the grid of market minutes, which all families read: prices, returns, σ̂, and the series
/// derived from them. Before the pair's first bar of a segment, prices and returns are 0. A missing minute is flat at the last close.
/// </summary>
internal sealed class PairSeries
{
    private readonly Ring<MinutePrices> _minutes = new();
    private readonly MirroredRing<int> _closes = new();
    private readonly Ring<double> _returns = new();
    private EwmaVariance _variance = new(EwmaVariance.DecayOf240);

    /// <param name="pair">The pair.</param>
    /// <param name="phases">Phases of <see cref="RealisedVolatility.Windows"/>, which all pairs share.</param>
    /// <param name="fitPhases">Phases of <see cref="FitWindows"/>, which all pairs share.</param>
    public PairSeries(Pair pair, ShadowPhases phases, FitPhases fitPhases)
    {
        Pair = pair;
        Bqx = new BqxSeries(this);
        PriceFits = new PriceFits(this);
        BqxFits = new BqxFits(this, fitPhases);
        Volatility = new RealisedVolatility(this, phases);
        Extremes = new Extremes(this);
    }

    public Pair Pair { get; }

    /// <summary>BQX of the five windows, raw and standardised.</summary>
    public BqxSeries Bqx { get; }

    /// <summary>Lines and parabolas through the closes.</summary>
    public PriceFits PriceFits { get; }

    /// <summary>Lines and parabolas through BQX over 60 minutes.</summary>
    public BqxFits BqxFits { get; }

    /// <summary>Realised volatility of several windows.</summary>
    public RealisedVolatility Volatility { get; }

    /// <summary>Highest and lowest of price and BQX60 over any window.</summary>
    public Extremes Extremes { get; }

    /// <summary>Market minutes of the segment since the pair's first bar; 0 before it.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the current market minute.</summary>
    public int Number { get; private set; }

    /// <summary>Number of the last minute for which the pair had a bar of its own.</summary>
    public int LastOwn { get; private set; }

    /// <summary>Last price, ticks.</summary>
    public int Close { get; private set; }

    /// <summary>1 / last price.</summary>
    public double InverseClose { get; private set; }

    /// <summary>σ̂, log return a minute.</summary>
    public double Sigma { get; private set; }

    /// <summary>1/σ̂.</summary>
    public double InverseSigma { get; private set; }

    public VectorFlags Flags =>
        (LastOwn < Number ? VectorFlags.Filled : VectorFlags.None)
        | (Number - LastOwn > MarketCalendar.LongestGap ? VectorFlags.Stale : VectorFlags.None);

    /// <summary>First price of some market minutes ago, ticks.</summary>
    public int OpenAt(int lag) => _minutes[Number - lag].Open;

    /// <summary>Highest price of some market minutes ago, ticks.</summary>
    public int HighAt(int lag) => _minutes[Number - lag].High;

    /// <summary>Lowest price of some market minutes ago, ticks.</summary>
    public int LowAt(int lag) => _minutes[Number - lag].Low;

    /// <summary>Close of some market minutes ago, ticks.</summary>
    public int CloseAt(int lag) => _closes[Number - lag];

    /// <summary>The last closes up to some market minutes ago, oldest first, ticks.</summary>
    public ReadOnlySpan<int> ClosesUpTo(int lag, int count) => _closes.UpTo(Number - lag, count);

    /// <summary>High + low + close of some market minutes ago, ticks: three times the typical price.</summary>
    public int ThriceTypicalAt(int lag) => HighAt(lag) + LowAt(lag) + CloseAt(lag);

    /// <summary>Whether the pair had a bar of its own some market minutes ago.</summary>
    public bool IsOwnAt(int lag) => _minutes[Number - lag].IsOwn;

    /// <summary>One-minute log return of some market minutes ago; 0 up to the pair's first bar.</summary>
    public double ReturnAt(int lag) => _returns[Number - lag];

    /// <summary>One-minute log returns of eight lags.</summary>
    public Vector512<double> ReturnsAt(ReadOnlySpan<int> lags) => _returns.Gather(Number, lags);

    /// <summary>The last one-minute log returns, oldest first. False where the ring does not hold them side by side.</summary>
    public bool TryReturns(int count, out ReadOnlySpan<double> returns) => _returns.TryUpTo(Number, count, out returns);

    /// <summary>Takes the pair's bar of a minute.</summary>
    public void Advance(int number, in Bar bar)
    {
        LastOwn = number;
        Append(number, new MinutePrices(bar.OpenTicks, bar.HighTicks, bar.LowTicks, IsOwn: true), bar.CloseTicks);
    }

    /// <summary>Takes a minute without a bar: the last close stands in, if there is one.</summary>
    public void Fill(int number)
    {
        if (Count > 0)
        {
            Append(number, new MinutePrices(Close, Close, Close, IsOwn: false), Close);
        }
    }

    public void Reset()
    {
        _minutes.Clear();
        _closes.Clear();
        _returns.Clear();
        _variance.Reset();
        (Count, Number, LastOwn, Close) = (0, 0, 0, 0);
        (InverseClose, Sigma, InverseSigma) = (0, 0, 0);
        Bqx.Reset();
        PriceFits.Reset();
        BqxFits.Reset();
        Volatility.Reset();
        Extremes.Reset();
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Write(Count);
        writer.Write(Number);
        writer.Write(LastOwn);
        _variance.Save(writer);
        for (var lag = Math.Min(Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            SaveMinute(writer, lag);
        }

        Bqx.Save(writer);
        PriceFits.Save(writer);
        BqxFits.Save(writer);
        Volatility.Save(writer);
    }

    /// <summary>Returns are not stored: they follow from the closes, bit for bit.</summary>
    public void Load(ref SnapshotReader reader)
    {
        Reset();
        Count = reader.ReadInt32();
        Number = reader.ReadInt32();
        LastOwn = reader.ReadInt32();
        _variance.Load(ref reader);
        for (var lag = Math.Min(Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            LoadMinute(ref reader, Number - lag);
        }

        if (Count > 0)
        {
            SetScales();
        }

        Bqx.Load(ref reader);
        PriceFits.Load(ref reader);
        BqxFits.Load(ref reader);
        Volatility.Load(ref reader);
        Extremes.Load();
    }

    private void Append(int number, in MinutePrices prices, int close)
    {
        Number = number;
        Store(number, prices, close);
        if (Count++ > 0)
        {
            _variance.Add(ReturnAt(0));
        }

        SetScales();
        Bqx.Advance();
        Extremes.Advance();
        Volatility.Advance();
        PriceFits.Advance();
        BqxFits.Advance();
    }

    private void Store(int number, in MinutePrices prices, int close)
    {
        _minutes[number] = prices;
        _closes[number] = close;
        _returns[number] = Close > 0 ? LogReturns.Between(Close, close) : 0;
        Close = close;
    }

    // A filled minute is its close alone, negative.
    private void SaveMinute(SnapshotWriter writer, int lag)
    {
        if (!IsOwnAt(lag))
        {
            writer.Write(-CloseAt(lag));
            return;
        }

        writer.Write(CloseAt(lag));
        writer.Write(OpenAt(lag));
        writer.Write(HighAt(lag));
        writer.Write(LowAt(lag));
    }

    private void LoadMinute(ref SnapshotReader reader, int number)
    {
        var close = reader.ReadInt32();
        if (close < 0)
        {
            Store(number, new MinutePrices(-close, -close, -close, IsOwn: false), -close);
        }
        else
        {
            Store(number, new MinutePrices(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), IsOwn: true), close);
        }
    }

    // σ̂ is half a pipette at least: less than that a price on the tick grid cannot show.
    private void SetScales()
    {
        InverseClose = 1.0 / Close;
        Sigma = double.MaxNative(Math.Sqrt(_variance.Value), 0.5 * InverseClose);
        InverseSigma = 1 / Sigma;
    }
}
