using System.Numerics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The recent past of one pair on the grid of market minutes, which all families read: closes, returns, σ̂. Entries are addressed
/// by market-minute number modulo the capacity; before the pair's first bar of a segment they are 0.
/// </summary>
internal sealed class PairSeries(Pair pair)
{
    private static readonly int Capacity = (int)BitOperations.RoundUpToPowerOf2((uint)FeatureCatalogue.LongestLookback + 2);

    private readonly int[] _closes = new int[Capacity];
    private readonly double[] _returns = new double[Capacity];
    private EwmaVariance _variance = new(EwmaVariance.DecayOf240);

    public Pair Pair => pair;

    /// <summary>Market minutes of the segment since the pair's first bar; 0 before it.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the current market minute.</summary>
    public int Number { get; private set; }

    /// <summary>Number of the last minute for which the pair had a bar of its own.</summary>
    public int LastOwn { get; private set; }

    /// <summary>Last price, ticks.</summary>
    public int Close { get; private set; }

    /// <summary>σ̂, log return a minute.</summary>
    public double Sigma { get; private set; }

    public VectorFlags Flags =>
        (LastOwn < Number ? VectorFlags.Filled : VectorFlags.None)
        | (Number - LastOwn > MarketCalendar.LongestGap ? VectorFlags.Stale : VectorFlags.None);

    /// <summary>Close of some market minutes ago, ticks; 0 before the pair's first bar.</summary>
    public int CloseAt(int lag) => _closes[(Number - lag) & (Capacity - 1)];

    /// <summary>One-minute log return of some market minutes ago; 0 up to the pair's first bar.</summary>
    public double ReturnAt(int lag) => _returns[(Number - lag) & (Capacity - 1)];

    /// <summary>Takes the pair's bar of a minute.</summary>
    public void Advance(int number, in Bar bar)
    {
        LastOwn = number;
        Append(number, bar.CloseTicks);
    }

    /// <summary>Takes a minute without a bar: the last close stands in, if there is one.</summary>
    public void Fill(int number)
    {
        if (Count > 0)
        {
            Append(number, Close);
        }
    }

    public void Reset()
    {
        Array.Clear(_closes);
        Array.Clear(_returns);
        _variance.Reset();
        (Count, Number, LastOwn, Close, Sigma) = (0, 0, 0, 0, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Write(Count);
        writer.Write(Number);
        writer.Write(LastOwn);
        _variance.Save(writer);
        for (var lag = Math.Min(Count, Capacity) - 1; lag >= 0; lag--)
        {
            writer.Write(CloseAt(lag));
        }
    }

    /// <summary>Returns are not stored: they follow from the closes, bit for bit.</summary>
    public void Load(ref SnapshotReader reader)
    {
        Reset();
        Count = reader.ReadInt32();
        Number = reader.ReadInt32();
        LastOwn = reader.ReadInt32();
        _variance.Load(ref reader);
        for (var lag = Math.Min(Count, Capacity) - 1; lag >= 0; lag--)
        {
            var before = Close;
            Close = reader.ReadInt32();
            Store(Number - lag, Close, before);
        }

        Sigma = Count > 0 ? Floored(_variance.Value) : 0;
    }

    private void Append(int number, int close)
    {
        var before = Close;
        (Number, Close) = (number, close);
        Store(number, close, before);
        if (Count++ > 0)
        {
            _variance.Add(ReturnAt(0));
        }

        Sigma = Floored(_variance.Value);
    }

    private void Store(int number, int close, int before)
    {
        var index = number & (Capacity - 1);
        _closes[index] = close;
        _returns[index] = before > 0 ? LogReturns.Between(before, close) : 0;
    }

    // Half a pipette: less than that a price on the tick grid cannot show.
    private double Floored(double variance) => Math.Max(Math.Sqrt(variance), 0.5 / Close);
}
