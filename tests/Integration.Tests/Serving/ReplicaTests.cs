using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using Bqx.Client;
using Bqx.Core;

namespace Bqx.Integration.Tests.Serving;

/// <summary>Two servers over one PostgreSQL and one Redis.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private ServingRig _rig = null!;

    // Replaced whole by the test, read by the client's connections.
    private ImmutableArray<ServerProcess> _servers = [];

    public async ValueTask InitializeAsync()
    {
        _rig = await ServingRig.CreateAsync("--Server:IngestLease=00:00:03.500");
        _servers = [_rig.Server, await _rig.StartAnotherAsync()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await (_rig?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Holder_StoppedUnnoticed_IsReplacedAndFollowsWhenItGoesOn()
    {
        var live = ServingRig.Live(20);
        var (holder, other) = (_servers[0], _servers[1]);
        (await IngestAsync(holder, live.Take(5))).ShouldBe(140ul);

        holder.Signal("STOP");
        var silent = Stopwatch.StartNew();
        try
        {
            (await IngestAsync(other, live.Skip(5).Take(1))).ShouldBe(28ul);
            TestContext.Current.TestOutputHelper?.WriteLine($"Bars are taken again after {silent.Elapsed.TotalSeconds:F1} s.");
            (await IngestAsync(other, live.Skip(6))).ShouldBe(392ul);
        }
        finally
        {
            holder.Signal("CONT");
        }

        await holder.UntilAsync("following", async () =>
            (await holder.Client.PredictAsync("EURUSD")).Prediction.Close.ToDateTimeOffset() == live[^1].Close.ToDateTimeOffset());
        var stored = new List<Bar>();
        await foreach (var minute in _rig.Storage.Bars.ReadAsync(ServingRig.Start, null, default))
        {
            stored.AddRange(minute.Bars.ToArray());
        }

        stored.ShouldBe(live.SelectMany(minute => minute.Bars.ToArray()));
    }

    [Fact]
    public async Task RollingRestart_BothServersTwice_FailsNoCallOfAClientThatReconnects()
    {
        using var client = new BqxClient(new BqxClientOptions
        {
            Address = new Uri("http://replicas"),
            Handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync },
            RetryDelay = TimeSpan.FromMilliseconds(20),
            Deadline = TimeSpan.FromSeconds(20),
        });
        await using var loop = new PredictLoop(client);
        for (var restart = 0; restart < 4; restart++)
        {
            await loop.RunOnAsync(50);
            var (code, output) = await _servers[0].TerminateAsync();
            code.ShouldBe(0, output);
            await loop.RunOnAsync(50);
            var stopped = _servers[0];
            _servers = [_servers[1], await _rig.StartAnotherAsync()];
            await stopped.DisposeAsync();
        }

        await loop.RunOnAsync(50);
        loop.Failures.ShouldBeEmpty();
    }

    // The first that listens.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync("127.0.0.1", server.Grpc.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        throw new IOException("No server listens.");
    }

    private static async Task<ulong> IngestAsync(ServerProcess server, IEnumerable<MinuteBars> minutes)
    {
        var acknowledged = 0ul;
        await foreach (var progress in server.Client.IngestBarsAsync(minutes.Select(ServingRig.Message).ToAsyncEnumerable()))
        {
            acknowledged = progress.Acknowledged;
        }

        return acknowledged;
    }
}
