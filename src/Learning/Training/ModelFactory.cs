using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// From prepared data to a package:
/// <code>
/// 1 fit heads on train, choose on validation → 2 write the serving graph → 3 calibrate on calibration → 4 judge on test → 5 package
/// </code>
/// Steps 3 and 4 run the very graph that will serve.
/// </summary>
public static class ModelFactory
{
    private const int ProbeRows = 64;

    /// <summary>Trains. The same data, options and trainer give the same bytes.</summary>
    public static TrainResult Run(
        TrainingData data, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var fitted = options.Trainer.Fit(data, progress, cancellationToken);
        var model = ServingGraph.Write(data.Target, data.Matrix.Schema, data.Scaling, fitted.Heads);
        using var session = new ServingSession(model, data.Matrix.Columns);

        progress?.Report(new TrainProgress("evaluate", 0));
        var calibration = Calibrator.Run(data, Predict(session, data, data.Calibration));
        var metrics = Evaluate(data, session, calibration);
        cancellationToken.ThrowIfCancellationRequested();

        progress?.Report(new TrainProgress("package", 0));
        var package = PackageBuilder.Build(new PackageDraft
        {
            Id = new ModelId(options.Name, options.Version),
            Target = data.Target,
            Schema = data.Matrix.Schema,
            Model = model,
            ProbeRows = Probes(data),
            Splits = data.Describe(),
            Metrics = metrics,
            Calibration = calibration,
            Features = FeatureStatistics.Distributions(data.Matrix, data.Train, data.Graph),
            Lineage = new ModelLineage(data.Dataset.DataHash.ToString(), options.CodeVersion, options.Seed, null, options.Command),
        });
        progress?.Report(new TrainProgress("package", 1));
        return new TrainResult(package, fitted.Choices);
    }

    private static ImmutableArray<ModelMetric> Evaluate(TrainingData data, ServingSession session, ModelCalibration calibration)
    {
        var evaluator = new Evaluator(data.Dataset.Options, EvaluationBaselines.Fit(data), calibration);
        var outputs = Predict(session, data, data.Test);
        for (var i = 0; i < outputs.Length; i++)
        {
            evaluator.Add(data.Matrix[data.Test.First + i], outputs[i]);
        }

        return evaluator.Finish("test");
    }

    private static ModelOutput[] Predict(ServingSession session, TrainingData data, RowRange rows)
    {
        const int ChunkRows = 4096;
        var outputs = new ModelOutput[rows.Count];
        for (var i = 0; i < rows.Count; i += ChunkRows)
        {
            var count = Math.Min(ChunkRows, rows.Count - i);
            session.Predict(data.Matrix.Copy(new RowRange(rows.First + i, count), data.Graph), outputs.AsSpan(i, count));
        }

        return outputs;
    }

    // Rows of the test block, evenly spread: real vectors, so that a probe exercises what serving will see.
    private static float[] Probes(TrainingData data)
    {
        var count = Math.Min(ProbeRows, data.Test.Count);
        var rows = new float[count * data.Matrix.Columns];
        for (var i = 0; i < count; i++)
        {
            var row = data.Test.First + (int)((long)i * data.Test.Count / count);
            data.ReadRaw(row, rows.AsSpan(i * data.Matrix.Columns));
        }

        return rows;
    }
}
