using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Training;

/// <summary>From stored bars to a published package: plan, rows, fit, evaluate, package, publish.</summary>
internal sealed class TrainPipeline(IBarStore bars, IModelRepository models, TimeProvider clock)
{
    private const int PublishAttempts = 5;

    /// <summary>Trains and publishes as the version after the last one of its name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: no or too few bars, or a wrong request.</exception>
    public async Task<TrainReport> RunAsync(TrainRequest request, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        if (!ModelId.IsName(request.Name))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(request.Name)}' is not a name: use up to 64 of a-z, 0-9, _ and -.");
        }

        var trainer = request.CreateTrainer();
        var range = await bars.GetRangeAsync(cancellationToken)
            ?? throw new FaultException(Fault.InvalidInput, "There are no bars: load some with 'ingest' or 'synthetic'.");
        var plan = TrainPlan.Make(request, range);

        var started = clock.GetTimestamp();
        var dataset = await BuildAsync(plan, range.First, progress, cancellationToken);
        var built = clock.GetTimestamp();
        var split = PurgedSplit.Divide(
            new MinuteRange(MarketCalendar.NumberOf(dataset.First), MarketCalendar.NumberOf(dataset.Last)),
            Embargo.For(dataset.Options.Target));
        var options = new TrainOptions
        {
            Trainer = trainer,
            Name = request.Name,
            Version = await models.NextVersionAsync(request.Name, cancellationToken),
            Seed = request.Seed,
            CodeVersion = CodeVersion.Current,
            Command = request.CommandLine,
        };
        var result = ModelFactory.Run(TrainingData.Prepare(dataset, split), options, progress, cancellationToken);
        result = result with { Package = await PublishAsync(result.Package, cancellationToken) };
        return new TrainReport(
            result.Package.Manifest.Id,
            plan,
            dataset.Bars,
            dataset.Matrix.Rows,
            result,
            [
                ("rows", clock.GetElapsedTime(started, built).TotalSeconds),
                ("train", clock.GetElapsedTime(built).TotalSeconds),
            ]);
    }

    private Task<Dataset> BuildAsync(
        TrainPlan plan, Minute first, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var from = plan.After is { } after && after > first ? after : first;
        var length = Math.Max(1, plan.UpTo - from);
        var days = progress is null ? null : new Relay<Minute>(close =>
            progress.Report(new TrainProgress("rows", Math.Clamp((double)(close - from) / length, 0, 1), close.ToString()[..10])));
        return DatasetBuilder.BuildAsync(
            bars.ReadAsync(plan.After, plan.UpTo, cancellationToken), new DatasetOptions { Stride = plan.Stride }, days, cancellationToken);
    }

    // Another trainer may take the number first: then the next one is tried.
    private async Task<PackageContent> PublishAsync(PackageContent package, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await package.PublishAsync(models, cancellationToken);
                return package;
            }
            catch (FaultException taken) when (taken.Fault == Fault.InvalidInput && attempt < PublishAttempts)
            {
                package = package.Renumber(await models.NextVersionAsync(package.Manifest.Name, cancellationToken));
            }
        }
    }
}
