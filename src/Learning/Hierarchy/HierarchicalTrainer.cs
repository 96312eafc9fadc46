using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Hierarchy;

/// <summary>
/// Trains one net for all targets and pairs:
/// <code>
/// 1 cut the training block into parts → 2 for each part a net on the rest, an embargo away, forecasts it → 3 the cascade learns from these
/// forecasts → 4 shrink each target on the validation block
/// </code>
/// </summary>
public sealed class HierarchicalTrainer
{
    private const int MaxValidationRows = 60_000;

    private readonly FoldInputs _inputs;
    private readonly HorizonOrder _order;
    private readonly HierarchicalOptions _options;
    private readonly string? _folder;
    private readonly CascadeValidator _validator;
    private readonly int[] _rows;

    private HierarchicalTrainer(FoldInputs inputs, HierarchicalOptions options, string? folder)
    {
        (_inputs, _options, _folder) = (inputs, options, folder);
        _order = new HorizonOrder(inputs.Data.Matrix.Targets);
        _validator = new CascadeValidator(inputs, _order, RowSample.Of(inputs.Data.Validation, MaxValidationRows));
        _rows = RowSample.Of(inputs.Data.Train, options.MaxRows);
    }

    /// <summary>Trains. The same data and options give the same bits, interrupted or not.</summary>
    /// <param name="data">A fold.</param>
    /// <param name="embeddings">Of all rows of the fold, or null for a net without them.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">Where checkpoints are; an interrupted training goes on from them. Null = none.</param>
    /// <param name="progress">Hears of each epoch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the training block is too short for its parts.</exception>
    public static FittedHierarchy Fit(
        TrainingData data,
        RowEmbeddings? embeddings,
        HierarchicalOptions options,
        string? folder,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SubFolds, 2);
        var trainer = new HierarchicalTrainer(new FoldInputs(data, embeddings), options, folder);
        var given = trainer.ForecastParts(progress, cancellationToken);
        var scales = trainer.Standardise(given);
        var outcome = trainer.Train("cascade", trainer._rows, given, scales, options.Threads, progress, cancellationToken);
        var believed = trainer._validator.Judge(outcome.Best).Believed;
        return new FittedHierarchy(trainer._inputs, trainer._order, outcome, believed);
    }

    // A forecast of every row and target by a net that has not seen the row.
    private float[] ForecastParts(IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var forecasts = new float[_rows.Length * _order.Count];
        SideBySide.Run(_options.SubFolds, _options.Threads, ForecastPart, cancellationToken);
        return forecasts;

        void ForecastPart(int part)
        {
            var (held, others) = Divide(part);
            var net = Train($"part{part + 1}", others, null, [], threads: 1, progress, cancellationToken).Best;
            using var session = NetworkSession.Open(net, new RuntimeOptions());
            int[] rows = [.. held.Select(index => _rows[index])];
            session.Run(new CascadeRows(_inputs, _order, rows, given: null), [.. Enumerable.Range(0, rows.Length)], (first, count, outputs) =>
            {
                for (var i = 0; i < count; i++)
                {
                    outputs[0].AsSpan(i * _order.Count, _order.Count).CopyTo(forecasts.AsSpan(held[first + i] * _order.Count));
                }
            });
        }
    }

    // Places of the part's rows among the chosen ones, and the rows of the others that lie an embargo away on both sides.
    private (int[] Held, int[] Others) Divide(int part)
    {
        var data = _inputs.Data;
        var (first, length) = (data.Split.Train.First, data.Split.Train.Length);
        var held = new MinuteRange(first + Share(part), first + Share(part + 1) - 1);
        var embargo = data.Matrix.Targets.Max(target => Embargo.For(target).Minutes);
        int[] inside = [.. Enumerable.Range(0, _rows.Length).Where(i => held.Contains(data.Matrix[_rows[i]].Number))];
        int[] others = [.. _rows.Where(row => data.Matrix[row].Number is var number && (number + embargo <= held.First || number >= held.Last + embargo))];
        return inside.Length > 0 && others.Length > 0 ? (inside, others) : throw new FaultException(
            Fault.InvalidInput,
            $"A training block of {length} market minutes cannot be cut into {_options.SubFolds} parts {embargo} apart: take more days or fewer parts.");

        int Share(int count) => (int)((long)length * count / _options.SubFolds);
    }

    // Gives the forecasts of each target the deviation 1; returns the factors, 0 where there is nothing to scale.
    private ImmutableArray<double> Standardise(float[] forecasts)
    {
        var scales = new double[_order.Count];
        for (var k = 0; k < scales.Length; k++)
        {
            var squares = 0.0;
            for (var i = k; i < forecasts.Length; i += scales.Length)
            {
                squares += (double)forecasts[i] * forecasts[i];
            }

            var deviation = Math.Sqrt(squares / _rows.Length);
            scales[k] = deviation > 1e-6 ? 1 / deviation : 0;
            for (var i = k; i < forecasts.Length; i += scales.Length)
            {
                forecasts[i] = (float)(forecasts[i] * scales[k]);
            }
        }

        return [.. scales];
    }

    private TrainingOutcome Train(
        string what,
        int[] rows,
        float[]? given,
        ImmutableArray<double> scales,
        int threads,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var checkpoint = NetTraining.Checkpoint(_folder, $"hierarchical-{what}");
        var training = NetTraining.Of(_options, _options.Epochs, _options.LearningRate, threads, checkpoint);
        var network = new CascadeNetwork(_inputs.Width, _order, _options, scales);
        using var loop = new TrainingLoop(network, training, new CascadeRows(_inputs, _order, rows, given), _validator);
        return loop.Run(EpochProgress.Of(progress, $"hierarchical {what}", _options.Epochs), cancellationToken);
    }
}
