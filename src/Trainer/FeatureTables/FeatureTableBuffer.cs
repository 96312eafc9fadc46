using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Rows of one feature table of one pair that wait to be stored.</summary>
internal sealed class FeatureTableBuffer(StoredTable table, Pair pair)
{
    private readonly List<Minute> _closes = [];
    private readonly List<float> _values = [];

    public int Rows => _closes.Count;

    /// <summary>Takes the table's part of a vector.</summary>
    public void Add(Minute close, ReadOnlySpan<float> vector)
    {
        _closes.Add(close);
        foreach (var index in table.Indices)
        {
            _values.Add(vector[index]);
        }
    }

    /// <summary>Hands the rows over and starts anew.</summary>
    public FeatureTable Take()
    {
        var taken = new FeatureTable(table.Name, pair, table.Columns, _closes.ToArray(), _values.ToArray(), table.Origin);
        _closes.Clear();
        _values.Clear();
        return taken;
    }
}
