using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Where stored rows are not, bit for bit, those that the bars give. Safe for use by many threads.</summary>
internal sealed class TableDifferences
{
    private const int MaxExamples = 10;

    private readonly Lock _lock = new();
    private readonly List<string> _examples = [];

    /// <summary>Rows with another value.</summary>
    public long Different { get; private set; }

    /// <summary>Rows that are not stored.</summary>
    public long Missing { get; private set; }

    /// <summary>Rows that should not be stored.</summary>
    public long Surplus { get; private set; }

    public bool Any => Different + Missing + Surplus > 0;

    /// <summary>The first ones found.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Compares rows of one table and pair, both in order of close.</summary>
    public void Compare(FeatureTable computed, FeatureTable stored)
    {
        var left = computed.Closes.Span;
        var right = stored.Closes.Span;
        for (var (i, j) = (0, 0); i < left.Length || j < right.Length;)
        {
            if (j == right.Length || (i < left.Length && left[i] < right[j]))
            {
                Add(computed, left[i++], "is not stored", different: 0, missing: 1);
            }
            else if (i == left.Length || right[j] < left[i])
            {
                Add(stored, right[j++], "is stored but the bars give none", different: 0, missing: 0);
            }
            else
            {
                CompareRow(computed, i++, stored, j++);
            }
        }
    }

    private void CompareRow(FeatureTable computed, int i, FeatureTable stored, int j)
    {
        var columns = computed.Columns.Length;
        var left = computed.Values.Span.Slice(i * columns, columns);
        var right = stored.Values.Span.Slice(j * columns, columns);
        for (var column = 0; column < columns; column++)
        {
            // Bits, not values: 0 is not −0 here.
            if (BitConverter.SingleToInt32Bits(left[column]) != BitConverter.SingleToInt32Bits(right[column]))
            {
                var text = $"has {computed.Columns[column]} = {right[column]:R}, the bars give {left[column]:R}";
                Add(computed, computed.Closes.Span[i], text, different: 1, missing: 0);
                return;
            }
        }
    }

    private void Add(FeatureTable table, Minute close, string what, int different, int missing)
    {
        lock (_lock)
        {
            Different += different;
            Missing += missing;
            Surplus += 1 - different - missing;
            if (_examples.Count < MaxExamples)
            {
                _examples.Add($"{table.Table} {table.Pair} {close} {what}");
            }
        }
    }
}
