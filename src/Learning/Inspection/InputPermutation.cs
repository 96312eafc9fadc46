using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Multitask;
using Bqx.Learning.Onnx;
using Bqx.Learning.Training;

namespace Bqx.Learning.Inspection;

/// <summary>
/// Mean decrease in accuracy (Breiman 2001) of a pair's net as it serves: each input, a feature or a dimension of the embedding, is
/// permuted by itself among the rows of the pair.
/// </summary>
internal sealed class InputPermutation(FittedHeads net, InspectedRows rows, NetInspectionOptions options)
{
    private const int Heads = PermutedLosses.Heads;
    private const int Outputs = 2 + RegimeProbabilities.Count;

    // A probability of 0 is no infinite loss.
    private const double Smallest = 1e-9;

    /// <summary>Losses as they are and with each input permuted.</summary>
    public PermutedLosses Measure(CancellationToken cancellationToken)
    {
        var sources = Permute();
        var losses = new float[(1 + rows.Width) * rows.Count * Heads];
        using var session = Open();
        session.Run(new RowRange(0, losses.Length / Heads), Read, Take, options.Threads, cancellationToken);
        return Sum(losses);

        // The rows as they are come first, then those with input 0 permuted, then with input 1 …
        void Read(int index, Span<float> values)
        {
            var (row, input) = (index % rows.Count, (index / rows.Count) - 1);
            rows[row].CopyTo(values);
            if (input >= 0)
            {
                values[input] = rows[sources[input][row]][input];
            }
        }

        void Take(int first, float[] inputs, float[] outputs)
        {
            for (var i = 0; i < outputs.Length / Outputs; i++)
            {
                var target = rows.Targets[(first + i) % rows.Count];
                Judge(outputs.AsSpan(i * Outputs, Outputs), target, losses.AsSpan((first + i) * Heads, Heads));
            }
        }
    }

    private static void Judge(ReadOnlySpan<float> outputs, StandardTarget target, Span<float> losses)
    {
        var (residual, volatility) = (target.Residual - outputs[0], target.Volatility - outputs[1]);
        losses[0] = residual * residual;
        losses[1] = volatility * volatility;
        losses[2] = (float)-Math.Log(Math.Max(Smallest, outputs[2 + target.Class]));
    }

    private RowSession Open()
    {
        var graph = new OnnxGraphBuilder("inspection");
        var scaled = graph.Input(RowSession.Input, OnnxGraphBuilder.AnyRows, rows.Width);
        var heads = net.Heads.Write(graph, scaled);
        var all = graph.Node("Concat", [("axis", 1)], heads.Bqx, heads.LogRv, heads.Regime);
        graph.Output(all, RowSession.Output, OnnxGraphBuilder.AnyRows, Outputs);
        return new RowSession(graph.ToBytes(), rows.Width);
    }

    // Of each input: the row whose value a row gets.
    private int[][] Permute()
    {
        var random = new Random(options.Seed + net.Pair.Index);
        var sources = new int[rows.Width][];
        for (var input = 0; input < sources.Length; input++)
        {
            sources[input] = [.. Enumerable.Range(0, rows.Count)];
            random.Shuffle(sources[input]);
        }

        return sources;
    }

    private PermutedLosses Sum(float[] losses)
    {
        var sums = new double[1 + rows.Width, Heads];
        for (var i = 0; i < losses.Length; i++)
        {
            sums[i / (rows.Count * Heads), i % Heads] += losses[i];
        }

        return new PermutedLosses(rows.Count, sums);
    }
}
