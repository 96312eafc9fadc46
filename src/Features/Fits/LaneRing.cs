using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>One number a window of <see cref="FitWindows"/> for each of the last minutes, by market-minute number.</summary>
internal sealed class LaneRing
{
    /// <summary>How far back it reaches.</summary>
    public const int Deepest = 127;

    private readonly float[] _items = new float[(Deepest + 1) * 8];

    /// <summary>The numbers of a minute, in the order of the windows.</summary>
    public ReadOnlySpan<float> this[int number] => _items.AsSpan((number & Deepest) * 8, FitWindows.Count);

    public void Put(int number, Vector512<double> lanes) =>
        Vector512.Narrow(lanes, lanes).GetLower().CopyTo(_items, (number & Deepest) * 8);

    public void Clear() => Array.Clear(_items);

    public void Save(SnapshotWriter writer, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            foreach (var value in this[number - lag])
            {
                writer.Write(value);
            }
        }
    }

    public void Load(ref SnapshotReader reader, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            foreach (ref var value in _items.AsSpan(((number - lag) & Deepest) * 8, FitWindows.Count))
            {
                value = reader.ReadSingle();
            }
        }
    }
}
