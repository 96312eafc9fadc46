using Bqx.Learning.Trees;

namespace Bqx.Learning.Selection;

/// <summary>Boosted trees; only those that look at a feature are asked again.</summary>
internal sealed class QuickTrees : IQuickModel
{
    private readonly TreeEnsemble _ensemble;
    private readonly Tree[][] _byColumn;

    public QuickTrees(TreeEnsemble ensemble)
    {
        _ensemble = ensemble;
        _byColumn = [.. Enumerable.Range(0, ensemble.Features)
            .Select(column => ensemble.Trees.Where(tree => tree.Nodes.Any(node => !node.IsLeaf && node.Feature == column)).ToArray())];
    }

    public static QuickTrees Fit(SampledRows rows, int label, TreeOptions options, CancellationToken cancellationToken) =>
        new(TreeTrainer.Fit(new TreeRows(rows.Columns, rows.Features, rows.Labels[label]), null, options, cancellationToken));

    public float[] Predict(SampledRows rows) => _ensemble.PredictRows(rows.Features);

    public bool Uses(int column) => _byColumn[column].Length > 0;

    public double Change(Span<float> row, int column, float value)
    {
        var (before, own) = (0.0, row[column]);
        foreach (var tree in _byColumn[column])
        {
            before += tree.Predict(row);
        }

        row[column] = value;
        var after = 0.0;
        foreach (var tree in _byColumn[column])
        {
            after += tree.Predict(row);
        }

        row[column] = own;
        return after - before;
    }
}
