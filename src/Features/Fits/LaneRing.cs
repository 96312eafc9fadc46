using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>One number a window of <see cref="FitWindows"/> for each of the last minutes, by market-minute number.</summary>
internal sealed class LaneRing
{
    /// <summary>How far back it reaches.</summary>
    public const int Deepest = 127;

    private readonly Vector256<float>[] _items = new Vector256<float>[Deepest + 1];

    /// <summary>The numbers of a minute, in the order of the windows; two lanes are never read.</summary>
    public ref Vector256<float> this[int number] => ref _items[number & Deepest];

    public void Put(int number, Vector512<double> lanes) => this[number] = Lanes.Narrow(lanes);

    public void Clear() => Array.Clear(_items);

    public void Save(SnapshotWriter writer, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            for (var window = 0; window < FitWindows.Count; window++)
            {
                writer.Write(this[number - lag][window]);
            }
        }
    }

    public void Load(ref SnapshotReader reader, int number)
    {
        for (var lag = Deepest; lag >= 0; lag--)
        {
            for (var window = 0; window < FitWindows.Count; window++)
            {
                this[number - lag] = this[number - lag].WithElement(window, reader.ReadSingle());
            }
        }
    }
}
