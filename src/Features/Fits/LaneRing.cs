using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>One number a window of <see cref="FitWindows"/> for each of the last minutes, by market-minute number.</summary>
internal sealed class LaneRing
{
    /// <summary>How far back it reaches.</summary>
    public const int Deepest = 127;

    private readonly float[] _items = new float[(Deepest + 1) * 8];

    /// <summary>The numbers of a minute, in the order of the windows; two lanes are never read.</summary>
    public Vector256<float> this[int number] => Vector256.Create(_items, (number & Deepest) * 8);

    public void Put(int number, Vector512<double> lanes) => Lanes.Narrow(lanes).CopyTo(_items, (number & Deepest) * 8);

    public void Clear() => Array.Clear(_items);

    public void Save(SnapshotWriter writer, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            foreach (var value in Used(number - lag))
            {
                writer.Write(value);
            }
        }
    }

    public void Load(ref SnapshotReader reader, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            foreach (ref var value in Used(number - lag))
            {
                value = reader.ReadSingle();
            }
        }
    }

    private Span<float> Used(int number) => _items.AsSpan((number & Deepest) * 8, FitWindows.Count);
}
