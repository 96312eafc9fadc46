using Bqx.Core;

namespace Bqx.Integration.Tests.Serving;

/// <summary>Servers that are killed (<c>kill -9</c>) while bars stream in.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = ServingRig.Live(240);
    private static readonly IReadOnlyList<Bar> Sent = [.. Live.SelectMany(minute => minute.Bars.ToArray())];

    private ServingRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await ServingRig.CreateAsync();

    public ValueTask DisposeAsync() => _rig?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Server_KilledAtRandomInstants_HasEveryAcknowledgedBar()
    {
        var random = new Random(41);
        var done = 0;
        for (var round = 0; round < 4; round++)
        {
            done = await StreamUntilAsync(_rig.Server, done, done + random.Next(1, Sent.Count / 6), _rig.Server.Kill);

            (await StoredAsync()).Take(done).ShouldBe(Sent.Take(done));
            await _rig.Server.DisposeAsync();
            await _rig.StartServerAsync();
        }

        await StreamUntilAsync(_rig.Server, done, Sent.Count, () => { });
        (await StoredAsync()).ShouldBe(Sent);
    }

    [Fact]
    public async Task SecondServer_FollowsAndTakesOverWhenTheFirstIsKilled()
    {
        await using var second = await _rig.StartAnotherAsync();
        var done = await StreamUntilAsync(_rig.Server, 0, Sent.Count / 4, () => { });
        await second.UntilAsync("following", async () =>
            (await second.Client.PredictAsync("EURUSD")).Prediction.Close.ToDateTimeOffset() >= Sent[done - 1].Close.ToDateTimeOffset());

        var killed = await StreamUntilAsync(_rig.Server, done, Sent.Count / 2, _rig.Server.Kill);
        (await StreamUntilAsync(second, killed, Sent.Count, () => { })).ShouldBe(Sent.Count);

        (await StoredAsync()).ShouldBe(Sent);
        await _rig.Server.DisposeAsync();
        await _rig.StartServerAsync();
        await _rig.Server.UntilAsync("serving the last minute", async () =>
            (await _rig.Server.Client.PredictAsync("EURUSD")).Prediction.Close.ToDateTimeOffset() == Sent[^1].Close.ToDateTimeOffset());
        var expected = await second.Client.PredictBatchAsync([]);
        var again = await _rig.Server.Client.PredictBatchAsync([]);
        again.Predictions.Select(one => (one.Prediction.Bqx, one.Prediction.Sigma))
            .ShouldBe(expected.Predictions.Select(one => (one.Prediction.Bqx, one.Prediction.Sigma)));
    }

    // Sends whole minutes from a position, does something once so many bars are acknowledged, and returns how many are: whole minutes too.
    private static async Task<int> StreamUntilAsync(ServerProcess server, int from, int count, Action then)
    {
        using var stop = new CancellationTokenSource();
        var minutes = Live.Skip(from / Pair.Count).Select(ServingRig.Message).ToAsyncEnumerable();
        var acknowledged = from;
        try
        {
            await foreach (var progress in server.Client.IngestBarsAsync(minutes, stop.Token))
            {
                progress.RejectedCount.ShouldBe(0ul);
                acknowledged = from + (int)progress.Acknowledged;
                if (acknowledged >= count)
                {
                    then();
                    await stop.CancelAsync();
                }
            }
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or Grpc.Core.RpcException)
        {
            // Cut off on purpose.
        }

        return acknowledged;
    }

    private async Task<List<Bar>> StoredAsync()
    {
        var stored = new List<Bar>();
        await foreach (var minute in _rig.Storage.Bars.ReadAsync(ServingRig.Start, null, default))
        {
            stored.AddRange(minute.Bars.ToArray());
        }

        return stored;
    }
}
