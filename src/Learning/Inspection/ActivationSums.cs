using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Multitask;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Inspection;

/// <summary>Sums of the activations of shared layers, pair by pair, and of each unit by regime.</summary>
internal sealed class ActivationSums
{
    private const int Classes = RegimeProbabilities.Count;

    private readonly ImmutableArray<PairActivity>.Builder _pairs = ImmutableArray.CreateBuilder<PairActivity>();
    private readonly int[] _rows = new int[Classes];
    private double[,] _sums = new double[0, Classes];
    private double[] _squares = [];

    /// <summary>Runs a pair's net up to its last shared layer.</summary>
    public void Add(FittedHeads net, InspectedRows rows, int threads, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            var classes = Array.ConvertAll(rows.Targets, target => target.Class);
            Add(net.Pair, classes, Activate(net, rows, threads, cancellationToken));
        }
    }

    /// <summary>Adds activations, row-major.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="classes">The class that came, of every row.</param>
    /// <param name="activations">As many of each row as there are units.</param>
    public void Add(Pair pair, int[] classes, float[] activations)
    {
        var width = activations.Length / classes.Length;
        if (_pairs.Count == 0)
        {
            (_sums, _squares) = (new double[width, Classes], new double[width]);
        }

        _pairs.Add(Describe(pair, classes.Length, activations));
        for (var i = 0; i < activations.Length; i++)
        {
            _sums[i % width, classes[i / width]] += activations[i];
            _squares[i % width] += (double)activations[i] * activations[i];
        }

        foreach (var label in classes)
        {
            _rows[label]++;
        }
    }

    /// <summary>All pairs, and the units whose means differ most between regimes.</summary>
    public SharedLayer Describe(int units) => new(
        _rows.Sum(),
        _squares.Length,
        _pairs.ToImmutable(),
        [.. Enumerable.Range(0, _squares.Length).Select(UnitOf).OrderByDescending(Range).Take(units)]);

    private static float[] Activate(FittedHeads net, InspectedRows rows, int threads, CancellationToken cancellationToken)
    {
        var graph = new OnnxGraphBuilder("shared");
        var scaled = graph.Input(RowSession.Input, OnnxGraphBuilder.AnyRows, rows.Width);
        graph.Output(net.WriteShared(graph, scaled), RowSession.Output, OnnxGraphBuilder.AnyRows, net.SharedWidth);
        var activations = new float[rows.Count * net.SharedWidth];
        using var session = new RowSession(graph.ToBytes(), rows.Width);
        session.Run(new RowRange(0, rows.Count), (row, values) => rows[row].CopyTo(values), Take, threads, cancellationToken);
        return activations;

        void Take(int first, float[] inputs, float[] outputs) => outputs.CopyTo(activations, first * net.SharedWidth);
    }

    private static PairActivity Describe(Pair pair, int rows, float[] activations)
    {
        var width = activations.Length / rows;
        var isAlive = new bool[width];
        for (var i = 0; i < activations.Length; i++)
        {
            isAlive[i % width] |= activations[i] > 0;
        }

        var active = activations.Count(value => value > 0) / (double)activations.Length;
        return new PairActivity(
            pair.Name, rows, activations.Average(value => (double)value), active, isAlive.Count(alive => !alive) / (double)width);
    }

    private static double Range(UnitActivity unit)
    {
        var known = unit.Regimes.Where(double.IsFinite).ToList();
        return known.Count > 0 ? known.Max() - known.Min() : 0;
    }

    private UnitActivity UnitOf(int unit)
    {
        double rows = _rows.Sum();
        var mean = Enumerable.Range(0, Classes).Sum(label => _sums[unit, label]) / rows;
        var deviation = Math.Sqrt(Math.Max(0, (_squares[unit] / rows) - (mean * mean)));
        return new UnitActivity(unit, [.. _rows.Select((count, label) => count == 0
            ? double.NaN
            : deviation > 0 ? ((_sums[unit, label] / count) - mean) / deviation : 0)]);
    }
}
