using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Sums by minute of every slice. Kept and cleared between models, as it is large.</summary>
internal sealed class SliceSums(SliceMap map)
{
    private readonly MinuteSums[] _slices = [.. Enumerable.Range(0, map.Count).Select(_ => new MinuteSums(map.SlotCount))];

    public MinuteSums All => _slices[0];

    public void Add(int row, double top, double bottom = 1)
    {
        var slot = map.Slots[row];
        _slices[0].Add(slot, top, bottom);
        foreach (var kind in map.Kinds)
        {
            _slices[kind[row]].Add(slot, top, bottom);
        }
    }

    public Estimate Estimate(int slice, int lags) => _slices[slice].Estimate(lags);

    public double[] Values() => Array.ConvertAll(_slices, slice => slice.Estimate(0).Value);

    public void Clear() => Array.ForEach(_slices, slice => slice.Clear());
}
