using System.Globalization;
using System.Text.Json.Nodes;
using Bqx.Client;
using Bqx.Core;
using Bqx.Storage;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Promotion;
using Bqx.Trainer.Training;
using Bqx.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Bqx.Trainer.Up;

/// <summary>
/// From nothing to a served prediction:
/// <code>
/// 1 services → 2 bars, all but a day → 3 features → 4 train, package → 5 promote → 6 serve → 7 replay the day → 8 predict
/// → 9 train a second model → 10 promote it under load
/// </code>
/// </summary>
internal sealed class UpRun(TrainerHost host, UpOptions options)
{
    private const string ModelName = "bqx";
    private const string ShownPair = "EURUSD";
    private const string Demonstration = "demonstration of a swap under load";
    private const int StoredFeatureDays = 5;
    private static readonly TimeSpan SteadyTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReplayPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PromotionLimit = TimeSpan.FromSeconds(60);

    // Zeros and falses are shown too: a martingale forecast of 0 is a statement.
    private static readonly JsonFormatter Whole = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private readonly StepList _steps = new(host);

    /// <summary>Runs all steps, tells <paramref name="up"/> what came out while the server runs, and stops the server when that returns.</summary>
    public async Task RunAsync(Func<UpReport, ServerProcess, Task> up, CancellationToken cancellationToken)
    {
        var started = host.Clock.GetTimestamp();
        var storage = await _steps.RunAsync("1 PostgreSQL and Redis", async _ => (await OpenAsync(cancellationToken), "ready"));
        var lastDay = await _steps.RunAsync("2 bars", progress =>
            new BarLoading(storage, host.Clock).RunAsync(options, host.Paths.Home, progress, cancellationToken));
        await _steps.RunAsync("3 features", progress => ComputeAsync(storage, progress, cancellationToken));
        var first = await _steps.RunAsync("4 train ridge, package", progress => TrainAsync(storage, "ridge", progress, cancellationToken));
        await _steps.RunAsync("5 promote", _ => PromoteAsync(storage, first, cancellationToken));
        await using var server = await _steps.RunAsync("6 serve", async _ => await StartServerAsync(cancellationToken));

        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Addresses.GrpcPort}");
        var predictions = new Prediction.PredictionClient(channel);
        await _steps.RunAsync("7 replay the last day as live", progress => ReplayAsync(server, lastDay, progress, cancellationToken));
        var reply = await _steps.RunAsync($"8 predict {ShownPair}", _ => PredictAsync(predictions, cancellationToken));
        var second = await _steps.RunAsync("9 train a perceptron, package", progress => TrainAsync(storage, "mlp", progress, cancellationToken));
        var swap = await _steps.RunAsync("10 promote it under load", _ => SwapAsync(storage, predictions, second, cancellationToken));

        await up(
            new UpReport(
                _steps.Done,
                JsonNode.Parse(Whole.Format(reply)),
                swap,
                Math.Round(host.Clock.GetElapsedTime(started).TotalSeconds, 1),
                $"127.0.0.1:{server.Addresses.GrpcPort}",
                $"127.0.0.1:{server.Addresses.AdminPort}",
                $"http://127.0.0.1:{server.Addresses.HttpPort}"),
            server);
        if (await server.StopAsync() is var exitCode and not 0)
        {
            throw new FaultException(Fault.ModelFailed, $"The server ended with exit code {exitCode}: its log is logs/server.log in BQX_HOME.");
        }
    }

    private async Task<PostgresStorage> OpenAsync(CancellationToken cancellationToken)
    {
        await host.GetRedisAsync(cancellationToken);
        return await host.GetStorageAsync(cancellationToken);
    }

    private async Task<(ComputeResult Value, string Outcome)> ComputeAsync(
        PostgresStorage storage, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var range = await storage.Bars.GetRangeAsync(cancellationToken)
            ?? throw new FaultException(Fault.InvalidInput, "There are no bars before the last day: more than one trading day is needed.");
        var expected = Math.Max(1, (range.Last - range.First) * (5.0 / 7) * Core.Pair.Count);
        var done = 0L;
        var result = await new ComputeJob(storage.Bars, storage.Features, host.Clock)
            .RunAsync(StoredFeatureDays, count => progress.Report((done += count) / expected), cancellationToken);
        return (result, Invariant($"{result.Minutes:N0} minutes replayed, {result.Rows:N0} rows stored"));
    }

    private async Task<(ModelId Value, string Outcome)> TrainAsync(
        PostgresStorage storage, string model, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var pipeline = new TrainPipeline(storage.Bars, host.Models, host.Clock);
        var request = new TrainRequest { Model = model, Name = ModelName, Seed = options.Seed };
        var report = await pipeline.RunAsync(
            request, new Relay<Learning.Training.TrainProgress>(stage => progress.Report(stage.Fraction)), cancellationToken);
        var skill = report.Result.Metric("skill");
        return (report.Id, Invariant(
            $"{report.Id}: {report.Rows:N0} rows; skill over the martingale {skill.Value:P3} ± {skill.Error ?? double.NaN:P3} on {skill.Block}"));
    }

    private async Task<(Core.ModelLabel Value, string Outcome)> PromoteAsync(PostgresStorage storage, ModelId model, CancellationToken cancellationToken)
    {
        var (result, judgement) = await new PromotionJob(host.Models, storage.Labels, storage.Promotions, host.Clock)
            .RunAsync("production", model, Demonstration, PromotionLimit, cancellationToken);
        return (result.Label, $"production is {result.Label.Current}{(judgement.IsAllowed ? "" : $", forced although {judgement.Reason}")}");
    }

    private async Task<(ServerProcess Value, string Outcome)> StartServerAsync(CancellationToken cancellationToken)
    {
        var server = await LocalServer.StartAsync(host, options.Server, cancellationToken);
        return (server, $"gRPC on port {server.Addresses.GrpcPort}, process {server.Id}");
    }

    private async Task<(IngestProgress Value, string Outcome)> ReplayAsync(
        ServerProcess server, IReadOnlyList<MinuteBars> lastDay, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var client = new BqxClient(new BqxClientOptions { Address = new Uri($"http://127.0.0.1:{server.Addresses.GrpcPort}") });
        var totals = await new LiveReplay(client, ReplayPatience, host.Clock).RunAsync(lastDay, progress, cancellationToken);
        return (totals, Invariant($"{lastDay.Count:N0} minutes: {totals.Acknowledged:N0} bars acknowledged, {totals.RejectedCount:N0} rejected"));
    }

    private static async Task<(PredictReply Value, string Outcome)> PredictAsync(
        Prediction.PredictionClient client, CancellationToken cancellationToken)
    {
        var reply = await client.PredictAsync(new PredictRequest { Pair = ShownPair }, cancellationToken: cancellationToken);
        return (reply, Invariant($"{reply.Prediction.Signal} at {reply.Prediction.Close.ToDateTime():yyyy-MM-dd HH:mm} UTC by {reply.Prediction.Model.Name}@{reply.Prediction.Model.Version}"));
    }

    private async Task<(PredictLoadResult Value, string Outcome)> SwapAsync(
        PostgresStorage storage, Prediction.PredictionClient client, ModelId model, CancellationToken cancellationToken)
    {
        await using var load = new PredictLoad(client);
        await Task.Delay(SteadyTime, host.Clock, cancellationToken);
        await PromoteAsync(storage, model, cancellationToken);
        await Task.Delay(SteadyTime, host.Clock, cancellationToken);
        var result = await load.StopAsync();
        if (result.Failed > 0 || !result.ByModel.ContainsKey(model.ToString()))
        {
            throw new FaultException(
                Fault.ModelFailed,
                $"{result.Failed} of {result.Requests} requests failed ({result.Failures}); answers came from {string.Join(", ", result.ByModel.Keys)}.");
        }

        return (result, Invariant(
            $"{result.Requests:N0} requests, {result.Failed} failed; answers by {string.Join(", then ", result.ByModel.Select(by => Invariant($"{by.Key} ({by.Value:N0})")))}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
