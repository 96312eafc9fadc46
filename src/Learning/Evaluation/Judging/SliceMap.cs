using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>
/// Which slices a row belongs to, and which place in time: slot s holds the minutes from first + s·stride on, so that what is k slots
/// apart is k·stride minutes apart. Slice 0 holds all rows; each row lies in one more of each kind.
/// </summary>
internal sealed class SliceMap
{
    private readonly List<string> _names = [Metrics.All];
    private readonly List<int> _counts = [];
    private readonly int[][] _kinds;

    public SliceMap(EvaluationRows rows, Target primary)
    {
        var first = rows.Samples[0].Number;
        Slots = [.. rows.Samples.Select(sample => (sample.Number - first) / rows.Stride)];
        SlotCount = Slots[^1] + 1;
        _counts.Add(rows.Count);
        Pairs = Kind(rows, sample => sample.Pair.Index, key => $"pair:{Pair.FromIndex(key)}");
        PairSlices = [.. Enumerable.Range(1, _names.Count - 1)];
        var months = Kind(rows, sample => Month(sample.Close), key => $"month:{key / 12:D4}-{(key % 12) + 1:D2}");
        var hours = Kind(rows, sample => sample.Close.Value / 60 % 24, key => $"hour:{key:D2}");
        Classes = [.. rows.Samples.Select(sample => (byte)RegimeClasses.Of(StandardTarget.Z(sample, primary)))];
        var row = 0;
        var regimes = Kind(rows, _ => Classes[row++], key => $"regime:{RegimeNames.All[key]}");
        _kinds = [Pairs, months, hours, regimes];
    }

    /// <summary>Names by slice; 0 is <c>all</c>.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Rows by slice.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>How many slices there are.</summary>
    public int Count => _names.Count;

    /// <summary>Place in time by row.</summary>
    public int[] Slots { get; }

    public int SlotCount { get; }

    /// <summary>Slice of its pair, by row.</summary>
    public int[] Pairs { get; }

    /// <summary>The slices of pairs.</summary>
    public ImmutableArray<int> PairSlices { get; }

    /// <summary>Realised regime by row, 0..4.</summary>
    public byte[] Classes { get; }

    /// <summary>Slices of a row by kind: pair, month, hour, regime.</summary>
    public ReadOnlySpan<int[]> Kinds => _kinds;

    // Slices in the order of their keys.
    private int[] Kind(EvaluationRows rows, Func<Datasets.Sample, int> keyOf, Func<int, string> nameOf)
    {
        int[] keys = [.. rows.Samples.Select(keyOf)];
        var index = new Dictionary<int, int>();
        foreach (var (key, count) in keys.CountBy(key => key).OrderBy(pair => pair.Key))
        {
            index[key] = _names.Count;
            _names.Add(nameOf(key));
            _counts.Add(count);
        }

        return Array.ConvertAll(keys, key => index[key]);
    }

    private static int Month(Minute close)
    {
        var date = close.ToDateTime();
        return (date.Year * 12) + date.Month - 1;
    }
}
