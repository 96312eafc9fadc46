using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Bqx.Server.Tests.Security;

public sealed class SecretsInLogsTests
{
    private static readonly string[] Everything =
        [.. new[] { "Default", "Microsoft", "Microsoft.AspNetCore.Hosting.Diagnostics", "Grpc" }.Select(category => $"--Logging:LogLevel:{category}=Trace")];

    [Fact]
    public async Task EveryCategoryAtTrace_KeysUsedAndReplaced_NoneIsInTheLog()
    {
        using var logs = new RecordedLogs();
        using var folder = new TlsFolder();
        using var file = new KeyFile();
        folder.Write();
        var (desk, feed) = (file.Add("desk", ApiRoles.Predict), file.Add("feed", ApiRoles.Ingest));
        var hash = Convert.ToBase64String(ApiKeyFile.Read(await File.ReadAllBytesAsync(file.Path))[0].Hash.Span);
        var time = new FakeTimeProvider();
        await using (var server = await TestServer.StartConfiguredAsync(
            time,
            builder => builder.Logging.ClearProviders().AddProvider(logs),
            [$"--Server:ApiKeys={file.Path}", .. folder.Arguments, .. Everything]))
        {
            using var channel = folder.Channel(server.Addresses[0]);
            var client = new Prediction.PredictionClient(channel);
            await client.PredictAsync(new PredictRequest { Pair = "EURUSD" }, Headers(desk));
            foreach (var wrong in new[] { feed, desk + "x" })
            {
                await Should.ThrowAsync<RpcException>(async () => await client.PredictAsync(new PredictRequest { Pair = "EURUSD" }, Headers(wrong)));
            }

            await File.AppendAllTextAsync(file.Path, desk);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var entries = logs.Entries.ToList();
        entries.Count(entry => entry.Level == LogLevel.Trace).ShouldBeGreaterThan(10);
        entries.ShouldContain(entry => entry.Text.Contains("A call of /bqx.v1.Prediction/Predict was refused: forbidden", StringComparison.Ordinal));
        entries.ShouldContain(entry => entry.Text.StartsWith("Server:ApiKeys has changed and cannot be used", StringComparison.Ordinal));
        var pem = folder.KeyText.Split('\n')[1];
        foreach (var secret in new[] { desk.Split('.')[2], feed.Split('.')[2], hash, pem })
        {
            entries.ShouldNotContain(entry => entry.Text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static Metadata Headers(string key) => new() { { "authorization", $"Bearer {key}" } };
}
