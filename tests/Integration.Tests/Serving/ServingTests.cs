using Bqx.Core;
using Bqx.Features;
using Bqx.Storage;
using Grpc.Net.Client;
using Npgsql;

namespace Bqx.Integration.Tests.Serving;

/// <summary>The server's process over a real PostgreSQL and a real Redis, which are killed under it.</summary>
public sealed class ServingTests : IAsyncLifetime
{
    private ServingRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await ServingRig.CreateAsync();

    public ValueTask DisposeAsync() => _rig?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Ingest_LiveMinutes_ReachPredictionsDatabaseAndCache()
    {
        var live = ServingRig.Live(3);

        (await IngestAsync(live)).ShouldBe(84ul);

        var reply = await _rig.Server.Client.PredictAsync("EURUSD");
        reply.Prediction.Close.ToDateTimeOffset().ShouldBe(live[^1].Close.ToDateTimeOffset());
        reply.Prediction.Model.Name.ShouldBe("sample");
        (await _rig.Storage.Bars.GetRangeAsync(default))!.Value.Last.ShouldBe(live[^1].Close);
        await _rig.Server.UntilAsync("done with its side writes", async () =>
            (long)(await ScalarAsync($"select count(*) from bqx.prediction where ts = '{live[^1].Close}'"))! == 28
            && (long)(await ScalarAsync($"select count(*) from bqx.feature_vector where ts = '{live[^1].Close}'"))! == 28);
        await using var cache = RedisVectorCache.Open(_rig.Redis.Configuration);
        await cache.ConnectedAsync(default);
        await _rig.Server.UntilAsync("done with the cache", async () =>
            (await cache.TryReadAsync(Pair.Parse("EURUSD"), FeatureCatalogue.Schema.Fingerprint, default))?.Close == live[^1].Close);
    }

    [Fact]
    public async Task RedisKilled_WhileServing_FailsNoPredictAndNoBar()
    {
        await using var loop = new PredictLoop(_rig.Server.Client);
        await loop.RunOnAsync(50);

        _rig.Redis.Kill();
        (await IngestAsync(ServingRig.Live(5))).ShouldBe(140ul);
        await loop.RunOnAsync(200);
        await _rig.Redis.StartAsync();
        await loop.RunOnAsync(50);

        loop.Failures.ShouldBeEmpty();
        (await _rig.Server.Client.PredictAsync("EURUSD")).Prediction.Close.ToDateTimeOffset()
            .ShouldBe((ServingRig.Start + 5).ToDateTimeOffset());
    }

    [Fact]
    public async Task PostgresKilled_WhileServing_FailsNoPredictAndLosesNoAcknowledgedBar()
    {
        var live = ServingRig.Live(6);
        await using var loop = new PredictLoop(_rig.Server.Client);
        (await IngestAsync(live.Take(2))).ShouldBe(56ul);

        _rig.Postgres.Kill();
        var rest = IngestAsync(live.Skip(2));
        await _rig.Server.UntilAsync("ahead of the database", async () =>
            (await _rig.Server.Client.PredictAsync("EURUSD")).Prediction.Close.ToDateTimeOffset() == live[^1].Close.ToDateTimeOffset());
        rest.IsCompleted.ShouldBeFalse();
        await loop.RunOnAsync(200);
        await _rig.Postgres.StartAsync();

        (await rest).ShouldBe(112ul);
        loop.Failures.ShouldBeEmpty();
        await using var fresh = PostgresStorage.Open(_rig.Postgres.ConnectionString + ";Pooling=false");
        NpgsqlConnection.ClearAllPools();
        (await ScalarAsync("select count(*) from bqx.m1 where flags <> 0")).ShouldBe(0L);
        (await fresh.Bars.GetRangeAsync(default))!.Value.Last.ShouldBe(live[^1].Close);
    }

    [Fact]
    public async Task Label_MovedByAnotherProcess_SwapsUnderLoadAndASpoiledPackageIsRefused()
    {
        await using var loop = new PredictLoop(_rig.Server.Client);
        for (var round = 0; round < 10; round++)
        {
            await MoveAsync(2 - (round % 2));
        }

        await _rig.PublishAsync(3);
        var path = Path.Combine(_rig.Models, "sample", "3", "model.onnx");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await _rig.Storage.Labels.RequestAsync("production", new ModelId("sample", 3), default);
        await _rig.Server.UntilAsync("answering the request", async () => (await LabelAsync()).Requested is null);

        var label = await LabelAsync();
        label.Current.ShouldBe(new ModelId("sample", 1));
        label.Reason.ShouldBe("model.onnx does not have the SHA-256 in the manifest.");
        (await _rig.Server.Client.PredictAsync("EURUSD")).Prediction.Model.Version.ShouldBe(1);
        loop.Failures.ShouldBeEmpty();
        loop.Succeeded.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Killed_AndStartedAgain_PredictsTheSameBits()
    {
        var live = ServingRig.Live(4);
        await IngestAsync(live);
        var before = await _rig.Server.Client.PredictBatchAsync([]);

        _rig.Server.Kill();
        await _rig.Server.DisposeAsync();
        await _rig.StartServerAsync();

        var after = await _rig.Server.Client.PredictBatchAsync([]);
        after.Predictions.Select(one => (one.Prediction.Close, one.Prediction.Bqx, one.Prediction.Sigma))
            .ShouldBe(before.Predictions.Select(one => (one.Prediction.Close, one.Prediction.Bqx, one.Prediction.Sigma)));
    }

    [Fact]
    public async Task Terminated_ExitsWithZeroAndLeavesAnEngineState()
    {
        using var admin = GrpcChannel.ForAddress(_rig.Server.Admin);
        (await new V1.Models.ModelsClient(admin).ListAsync(new V1.ListModelsRequest())).Models.Count.ShouldBe(2);

        var (code, output) = await _rig.Server.TerminateAsync();

        code.ShouldBe(0, output);

        var state = await _rig.Storage.Features.ReadEngineStateAsync(FeatureCatalogue.Schema.Fingerprint, null, default);
        state!.Value.Close.ShouldBe(ServingRig.Start);
        (await ScalarAsync("select count(*) from bqx.replica")).ShouldBe(0L);
    }

    private async Task MoveAsync(int version)
    {
        await _rig.Storage.Labels.RequestAsync("production", new ModelId("sample", version), default);
        await _rig.Server.UntilAsync($"serving sample@{version}", async () =>
            (await _rig.Server.Client.PredictAsync("EURUSD")).Prediction.Model.Version == version);
    }

    private async Task<ModelLabel> LabelAsync() => (await _rig.Storage.Labels.ReadAsync(default)).Single();

    private Task<ulong> IngestAsync(IEnumerable<MinuteBars> minutes) => _rig.IngestAsync(minutes);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_rig.Postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
