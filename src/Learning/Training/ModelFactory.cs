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
    /// <summary>Trains. The same data, options and trainer give the same bytes.</summary>
    public static TrainResult Run(
        TrainingData data, TrainOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var fitted = options.Trainer.Fit(data, progress, cancellationToken);
        var model = ServingGraph.Write(data.Target, data.Matrix.Schema, data.Scaling, fitted.Heads);
        using var session = new ServingSession(model, data.Matrix.Columns);

        progress?.Report(new TrainProgress("evaluate", 0));
        var calibration = Calibrator.Run(data, Predict(session, data, data.Calibration));
        var outputs = Predict(session, data, data.Test);
        var metrics = Evaluate(data, outputs, calibration);
        cancellationToken.ThrowIfCancellationRequested();

        progress?.Report(new TrainProgress("package", 0));
        var package = PackageBuilder.Build(new PackageDraft
        {
            Id = new ModelId(options.Name, options.Version),
            Target = data.Target,
            Schema = data.Matrix.Schema,
            Graph = data.Matrix.Graphs[data.Graph],
            Model = model,
            ProbeRows = ProbeSample.Of(data, data.Test),
            Splits = data.Describe(),
            Metrics = metrics,
            Losses = LossesOf(data, outputs, calibration.Level).Write(),
            Calibration = calibration,
            Features = FeatureStatistics.Distributions(data.Matrix, data.Train, data.Graph),
            Lineage = new ModelLineage(data.Dataset.DataHash.ToString(), options.CodeVersion, options.Seed, null, options.Command),
        });
        progress?.Report(new TrainProgress("package", 1));
        return new TrainResult(package, fitted.Choices);
    }

    private static ImmutableArray<ModelMetric> Evaluate(TrainingData data, ModelOutput[] outputs, ModelCalibration calibration)
    {
        var evaluator = new Evaluator(data.Dataset.Options, EvaluationBaselines.Fit(data), calibration);
        for (var i = 0; i < outputs.Length; i++)
        {
            evaluator.Add(data.Matrix[data.Test.First + i], outputs[i]);
        }

        return evaluator.Finish("test");
    }

    private static LossSeries LossesOf(TrainingData data, ModelOutput[] outputs, double level) =>
        LossSeriesBuilder.Run(JudgedRows.Of(data, data.Test, level), data.Target, Array.ConvertAll(outputs, output => output.Bqx));

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
}
