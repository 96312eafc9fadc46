using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Multitask;
using Bqx.Learning.Training;

namespace Bqx.Learning.Inspection;

/// <summary>
/// Looks into the nets of several pairs: which inputs they live on, and what their shared layers do. Each pair's net is asked on
/// rows of its own pair.
/// </summary>
public static class NetInspector
{
    /// <summary>Inspects. The same arguments give the same result.</summary>
    /// <param name="nets">The nets.</param>
    /// <param name="data">The fold that they were fitted on.</param>
    /// <param name="embeddings">Of all rows of the fold; null for nets without them.</param>
    /// <param name="block">Rows that they were not fitted on, such as the calibration block.</param>
    /// <param name="options">How much to look at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static NetInspection Run(
        PairHeads nets,
        TrainingData data,
        RowEmbeddings? embeddings,
        RowRange block,
        NetInspectionOptions options,
        CancellationToken cancellationToken)
    {
        var inputs = new FoldInputs(data, embeddings);
        var importance = new ImportanceSums(inputs.Width);
        var activations = new ActivationSums();
        foreach (var net in nets.Heads)
        {
            var rows = data.RowsOf(block, net.Pair);
            var few = new InspectedRows(inputs, Spread(rows, options.ImportanceRows / nets.Heads.Length));
            importance.Add(new InputPermutation(net, few, options).Measure(cancellationToken));
            var many = new InspectedRows(inputs, Spread(rows, options.ActivationRows / nets.Heads.Length));
            activations.Add(net, many, options.Threads, cancellationToken);
        }

        return new NetInspection(
            nets.Name, importance.Rows, importance.Rank(data.Matrix.Schema.Names), activations.Describe(options.Units));
    }

    // At most so many of some rows, evenly spread; at least two can be permuted.
    private static int[] Spread(int[] rows, int most) =>
        Array.ConvertAll(RowSample.Of(new RowRange(0, rows.Length), Math.Max(2, most)), i => rows[i]);
}
