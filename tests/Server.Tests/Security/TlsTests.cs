using System.Security.Cryptography.X509Certificates;
using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.Security;

/// <summary>TLS, mutual TLS for administrators, and certificates that change while the server runs.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TlsFolder _folder = new();

    public TlsTests() => _folder.Write();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Admin_ByCertificate_OnlyThoseOfItsAuthority()
    {
        await using var server = await TestServer.StartAsync(_time, args: _folder.Arguments);
        using var good = _folder.Administrators.Issue("ops");
        using var expired = _folder.Administrators.Issue("ops", TimeSpan.FromMinutes(-1));
        using var foreign = _folder.Authority.Issue("ops");

        (await ListAsync(server, good)).Labels.Single().Current.ShouldBe("noop@1");
        foreach (var wrong in new[] { expired, foreign, null })
        {
            (await Should.ThrowAsync<RpcException>(() => ListAsync(server, wrong))).StatusCode.ShouldBe(StatusCode.Unavailable);
        }

        (await PredictAsync(server)).Prediction.Pair.ShouldBe("EURUSD");
    }

    [Fact]
    public async Task Client_WithCertificateAndAuthority_AdministersAndReads()
    {
        await using var server = await TestServer.StartAsync(_time, args: _folder.Arguments);
        using var good = _folder.Administrators.Issue("ops");
        var options = new BqxClientOptions
        {
            Address = server.Addresses[0], AdminAddress = server.Addresses[1], ServerAuthorities = [_folder.Authority.Authority], Retries = 1,
        };
        using var client = new BqxClient(options with { ClientCertificate = good });
        using var stranger = new BqxClient(options);

        (await client.PredictAsync("EURUSD")).Prediction.Pair.ShouldBe("EURUSD");
        (await Should.ThrowAsync<RpcException>(async () => await client.UnloadModelAsync("noop@9"))).StatusCode.ShouldBe(StatusCode.NotFound);
        (await Should.ThrowAsync<RpcException>(async () => await stranger.UnloadModelAsync("noop@9"))).StatusCode.ShouldBe(StatusCode.Unavailable);
        using var trusting = new BqxClient(options with { ServerAuthorities = [_folder.Administrators.Authority] });
        (await Should.ThrowAsync<RpcException>(async () => await trusting.PredictAsync("EURUSD"))).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task Certificate_Rotated_IsShownToNewConnectionsAndOpenOnesGoOn()
    {
        var seen = new List<string>();
        await using var server = await TestServer.StartAsync(_time, args: _folder.Arguments);
        using var open = _folder.Channel(server.Addresses[0], seen: seen.Add);
        var before = new Prediction.PredictionClient(open);
        await before.PredictAsync(new PredictRequest { Pair = "EURUSD" });

        var rotated = _folder.Write();
        _time.Advance(TimeSpan.FromSeconds(1));
        await PredictAsync(server, seen.Add);
        await before.PredictAsync(new PredictRequest { Pair = "EURUSD" });

        seen.Count.ShouldBe(2);
        seen[0].ShouldNotBe(rotated);
        seen[1].ShouldBe(rotated);
    }

    [Fact]
    public async Task Certificate_ReplacedByAnExpiredOrSpoiledOne_StaysInUse()
    {
        var seen = new List<string>();
        _folder.Write();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await TestServer.StartAsync(time, args: _folder.Arguments);
        await PredictAsync(server, seen.Add);

        _folder.Write(TimeSpan.FromMinutes(-1));
        time.Advance(TimeSpan.FromSeconds(1));
        await PredictAsync(server, seen.Add);
        await File.WriteAllTextAsync(_folder.Arguments[1].Split('=')[1], "-----BEGIN PRIVATE KEY-----");
        time.Advance(TimeSpan.FromSeconds(1));
        await PredictAsync(server, seen.Add);

        seen.Distinct().Count().ShouldBe(1);
        seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Start_ExpiredCertificate_IsRefused()
    {
        _folder.Write(TimeSpan.FromMinutes(-1));

        var error = await Should.ThrowAsync<FaultException>(() => TestServer.StartAsync(TimeProvider.System, promote: false, args: _folder.Arguments));

        error.Message.ShouldStartWith("Server:TlsCertificate: the certificate has expired at ");
    }

    private async Task<ListModelsReply> ListAsync(TestServer server, X509Certificate2? shown)
    {
        using var channel = _folder.Channel(server.Addresses[1], shown);
        return await new Models.ModelsClient(channel).ListAsync(new ListModelsRequest());
    }

    private async Task<PredictReply> PredictAsync(TestServer server, Action<string>? seen = null)
    {
        using var channel = _folder.Channel(server.Addresses[0], seen: seen);
        return await new Prediction.PredictionClient(channel).PredictAsync(new PredictRequest { Pair = "EURUSD" });
    }
}
