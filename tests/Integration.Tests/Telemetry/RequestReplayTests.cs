using System.Diagnostics;
using System.Text.Json;
using Bqx.Features;
using Bqx.Integration.Tests.Serving;
using Bqx.TestKit;
using Grpc.Net.Client;
using Npgsql;

namespace Bqx.Integration.Tests.Telemetry;

/// <summary>Requests that a server's process has kept, answered again by the command.</summary>
public sealed class RequestReplayTests
{
    private const int Vectors = 40;

    [Fact]
    public async Task Replay_OfLoggedRequests_ComparesEveryBitAndNamesWhatDiffers()
    {
        await using var rig = await ServingRig.CreateAsync("--Server:WarmUpCalls=0", "--RequestLog:Share=1", "--RequestLog:WriteEvery=00:00:00.050");
        (await ReplayAsync(rig, "--hours", "1")).ShouldBe((1, "No request of the last 1 hours is logged: set RequestLog:Share of the server above 0.\n"));
        await rig.Server.Client.PredictAsync("EURUSD");
        await rig.IngestAsync(ServingRig.Live(2));
        foreach (var pair in new[] { "AUDCAD", "EURUSD", "USDJPY" })
        {
            await rig.Server.Client.PredictAsync(pair);
        }

        await PredictVectorsAsync(rig);
        await rig.Server.UntilAsync("done with its log", async () => (long)(await ScalarAsync(rig, "select count(*) from bqx.request"))! == 4 + Vectors);

        var (code, output) = await ReplayAsync(rig);

        (code, output).ShouldBe((0, $"{4 + Vectors} requests: {4 + Vectors} identical, 0 different, 0 unavailable\n"));
        (await ScalarAsync(rig, "select count(distinct input) from bqx.request where method = 'Predict'")).ShouldBe(2L);
        await ScalarAsync(rig, "update bqx.request set signal_rule = 'Institutional;0;Price' where id = (select min(id) from bqx.request)");
        await ScalarAsync(rig, "update bqx.request set model_digest = sha256('') where id = (select min(id) + 1 from bqx.request)");
        using var report = JsonDocument.Parse((await ReplayAsync(rig, "--json")).Output);
        Figure(report, "requests").ShouldBe(4 + Vectors);
        Figure(report, "identical").ShouldBe(2 + Vectors);
        (Figure(report, "different"), Figure(report, "unavailable")).ShouldBe((1, 1));
        var findings = report.RootElement.GetProperty("findings");
        findings[0].GetProperty("reason").GetString().ShouldBe("Differs in signal_threshold.");
        findings[1].GetProperty("reason").GetString().ShouldStartWith("The package has digest ");
        (await ReplayAsync(rig, "--limit", "x")).ShouldBe((2, "--limit wants a number above 0, not 'x'.\n"));
    }

    // At once, so that some are run together.
    private static async Task PredictVectorsAsync(ServingRig rig)
    {
        var fingerprint = FeatureCatalogue.Schema.Fingerprint;
        IReadOnlyList<Core.FeatureVector> vectors = [];
        await rig.Server.UntilAsync("done with its vectors", async () => (vectors = await rig.Storage.Features.ReadLatestAsync(fingerprint, default)).Count == 28);
        using var channel = GrpcChannel.ForAddress(rig.Server.Grpc);
        var client = new V1.Prediction.PredictionClient(channel);
        var calls = Enumerable.Range(0, Vectors).Select(async i =>
        {
            var vector = vectors[i % vectors.Count];
            var request = new V1.PredictVectorRequest { Pair = vector.Pair.Name, FeatureFingerprint = fingerprint.ToString() };
            request.Features.AddRange(vector.Values.ToArray());
            if (i % 2 == 0)
            {
                (request.Close, request.Price) = (Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(vector.Close.ToDateTimeOffset()), 1.25);
            }

            await client.PredictVectorAsync(request);
        });
        await Task.WhenAll(calls);
    }

    private static int Figure(JsonDocument report, string name) => report.RootElement.GetProperty(name).GetInt32();

    private static async Task<object?> ScalarAsync(ServingRig rig, string sql)
    {
        await using var connection = new NpgsqlConnection(rig.Postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<(int Code, string Output)> ReplayAsync(ServingRig rig, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bqx.Server.dll"), "requests", "replay", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = TestRepository.Root,
            Environment =
            {
                ["BQX_POSTGRES"] = rig.Postgres.ConnectionString, ["BQX_REDIS"] = rig.Redis.Configuration, ["BQX_MODELS"] = rig.Models,
            },
        })!;
        var output = string.Concat(await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()));
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
