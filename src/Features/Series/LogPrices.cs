using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// ln(P / first P of the segment) of all pairs over the last <see cref="Deepest"/> minutes, a <see cref="CurrencyGrid"/> a minute; 0 before
/// a pair's first bar. Counted from the first price because values near 0 keep more digits.
/// </summary>
internal sealed class LogPrices(MarketState market)
{
    /// <summary>How far back <see cref="At"/> reaches.</summary>
    public const int Deepest = 241;

    private const int Capacity = 256;
    private const int Padded = 32;

    private readonly Vector512<double>[] _rows = new Vector512<double>[Capacity * CurrencyGrid.Currencies];
    private readonly double[] _origins = new double[Padded];

    /// <summary>The grid of some minutes ago, by row.</summary>
    public ReadOnlySpan<Vector512<double>> At(int lag) => Rows(lag);

    /// <summary>The returns of some minutes ago.</summary>
    public LogStep StepAt(int lag) => new(At(lag), At(lag + 1));

    public void Advance() => Append(0);

    public void Reset()
    {
        Array.Clear(_rows);
        Array.Clear(_origins);
    }

    public void Save(SnapshotWriter writer)
    {
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            writer.Write((int)_origins[pair]);
        }
    }

    /// <summary>All but the first prices follows from the closes.</summary>
    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            _origins[pair] = reader.ReadInt32();
        }

        for (var lag = Deepest; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    private Span<Vector512<double>> Rows(int lag) =>
        _rows.AsSpan(((market.Number - lag) & (Capacity - 1)) * CurrencyGrid.Currencies, CurrencyGrid.Currencies);

    private void Append(int lag)
    {
        Span<double> values = stackalloc double[Padded];
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            values[pair] = market.Pairs[pair].CloseAt(lag);
        }

        for (var i = 0; i < Padded; i += Vector512<double>.Count)
        {
            var price = Vector512.Create<double>(values[i..]);
            var origin = Vector512.Create<double>(_origins.AsSpan(i));
            origin = Vector512.ConditionalSelect(Vector512.Equals(origin, Vector512<double>.Zero), price, origin);
            origin.CopyTo(_origins, i);
            var known = Vector512.GreaterThan(price, Vector512<double>.Zero);
            Vector512.ConditionalSelect(known, Vector512.Log(price / origin), Vector512<double>.Zero).CopyTo(values[i..]);
        }

        CurrencyGrid.Fill(values, -1, Rows(lag));
    }
}
