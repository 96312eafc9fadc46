using System.Collections.Immutable;

namespace Bqx.Learning.Inspection;

/// <summary>Puts the losses of all pairs together: their sums of each head, so that a pair of few rows counts for little.</summary>
/// <param name="width">Inputs.</param>
internal sealed class ImportanceSums(int width)
{
    private readonly List<PermutedLosses> _pairs = [];

    /// <summary>Rows of all pairs.</summary>
    public int Rows => _pairs.Sum(pair => pair.Rows);

    public void Add(PermutedLosses losses)
    {
        if (losses.Rows > 0)
        {
            _pairs.Add(losses);
        }
    }

    /// <summary>All inputs, the most important first; those alike in their order.</summary>
    /// <param name="features">Names of the features; what comes after them is the embedding.</param>
    public ImmutableArray<InputImportance> Rank(IReadOnlyList<string> features)
    {
        double[] totals = [.. Enumerable.Range(0, PermutedLosses.Heads).Select(head => _pairs.Sum(pair => pair.Base(head)))];
        return
        [
            .. Enumerable.Range(0, width)
                .Select(input => Of(input, features, [.. _pairs.Select(pair => Part(pair, input, totals))]))
                .OrderByDescending(input => input.Value),
        ];
    }

    // What a pair adds to the mean over heads of growth over loss.
    private static double Part(PermutedLosses pair, int input, double[] totals) =>
        totals.Select((total, head) => total > 0 ? pair.Growth(input, head) / total : 0).Average();

    private static InputImportance Of(int input, IReadOnlyList<string> features, double[] parts)
    {
        var isEmbedding = input >= features.Count;
        var name = isEmbedding ? $"embedding_{input - features.Count}" : features[input];
        var (count, mean) = (parts.Length, parts.Sum() / Math.Max(1, parts.Length));
        var variance = count > 1 ? parts.Sum(part => (part - mean) * (part - mean)) / (count - 1) : double.NaN;
        return new InputImportance(name, isEmbedding, parts.Sum(), Math.Sqrt(count * variance));
    }
}
