using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Rows of one feature table of one pair that wait to be stored.</summary>
internal sealed class FeatureTableBuffer(string table, FeatureFamily family, Pair pair)
{
    private readonly ImmutableArray<string> _columns = FeatureCatalogue.NamesOf(family);
    private readonly int _first = FeatureCatalogue.Schema.IndexOf(FeatureCatalogue.NamesOf(family)[0]);
    private readonly List<Minute> _closes = [];
    private readonly List<float> _values = [];

    public int Rows => _closes.Count;

    /// <summary>Takes the family's part of a vector.</summary>
    public void Add(Minute close, ReadOnlySpan<float> vector)
    {
        _closes.Add(close);
        _values.AddRange(vector.Slice(_first, _columns.Length));
    }

    /// <summary>Hands the rows over and starts anew.</summary>
    public FeatureTable Take()
    {
        var taken = new FeatureTable(table, pair, _columns, _closes.ToArray(), _values.ToArray());
        _closes.Clear();
        _values.Clear();
        return taken;
    }
}
