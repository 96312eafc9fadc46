using Bqx.Core;
using Bqx.LoadTests.Load;
using Bqx.V1;

namespace Bqx.LoadTests.Servers;

/// <summary>
/// A server of its own with its databases, a bundle as large as those that are trained under the label <c>production</c>, and so many minutes
/// of 28 pairs that every feature is there.
/// </summary>
internal sealed class BundledServer : IServerUnderTest
{
    // A vector is complete after a day of minutes and one more; the rest lets the just-in-time compiler come to rest.
    private const int WarmUp = MarketCalendar.MinutesPerDay + 400;

    private readonly string _root;
    private readonly DirectoryInfo _home;
    private readonly StartedServer _server;
    private readonly Connections _connection;

    private BundledServer(string root, DirectoryInfo home, StartedServer server)
    {
        (_root, _home, _server) = (root, home, server);
        _connection = new Connections(server.Address.AbsoluteUri, 1);
    }

    public Uri Address => _server.Address;

    public Uri Admin => _server.Admin;

    /// <summary>An open stream of bars, all that was sent acknowledged.</summary>
    public MinuteSender Sender { get; private set; } = null!;

    /// <summary>The minutes that follow those that were sent.</summary>
    public IReadOnlyList<MinuteBars> Minutes { get; private set; } = [];

    /// <param name="root">The repository.</param>
    /// <param name="minutes">How many minutes there are to be sent later.</param>
    /// <param name="progress">Takes a line for people.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<BundledServer> StartAsync(string root, int minutes, Action<string> progress, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("bqx-bench-");
        StartedServer? started = null;
        try
        {
            progress("making a bundle");
            await SamplePackages.PublishAsync(Models(home), isFullSize: true, cancellationToken);
            started = await StartedServer.StartAsync(new ServerStart(root) { Home = home.FullName, IsEmpty = true }, cancellationToken);
            var server = new BundledServer(root, home, started);
            await SamplePackages.PromoteAsync(server.Admin, cancellationToken);
            await server.WarmUpAsync(minutes, progress, cancellationToken);
            return server;
        }
        catch
        {
            await (started?.DisposeAsync() ?? ValueTask.CompletedTask);
            home.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>The ONNX file of a pair's net: 866 inputs.</summary>
    public string HeadFile(Pair pair) => Path.Combine(Models(_home), HeadName(pair), "1", PackageFileNames.Model);

    /// <summary>Name of the package of a pair's net.</summary>
    public static string HeadName(Pair pair) => $"{SamplePackages.Name}-{pair.Name.ToLowerInvariant()}";

    /// <summary>Another server on the same databases and packages.</summary>
    public Task<StartedServer> StartReplicaAsync(CancellationToken cancellationToken) =>
        StartedServer.StartAsync(new ServerStart(_root) { Home = _home.FullName }, cancellationToken);

    public Task<MemoryStatsReply> MemoryAsync(CancellationToken cancellationToken) => _server.MemoryAsync(cancellationToken);

    /// <summary>All metrics, in the Prometheus text format.</summary>
    public async Task<string> ScrapeAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(_server.Http, "/metrics"), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (Sender?.DisposeAsync() ?? ValueTask.CompletedTask);
        _connection.Dispose();
        await _server.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static string Models(DirectoryInfo home) => Path.Combine(home.FullName, "models");

    private async Task WarmUpAsync(int minutes, Action<string> progress, CancellationToken cancellationToken)
    {
        progress($"{WarmUp} minutes of 28 pairs to warm up");
        var all = SyntheticMinutes.Generate().Take(WarmUp + minutes).ToList();

        // A server that has just started takes no bars yet.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await MinuteSender.TrySendAsync(Address, all[0], cancellationToken))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        Sender = new MinuteSender(_connection[0]);
        foreach (var minute in all.Take(WarmUp))
        {
            await Sender.SendAsync(minute, cancellationToken);
        }

        var sent = (ulong)all.Take(WarmUp).Sum(minute => (long)minute.Bars.Length);
        while (Sender.Acknowledged < sent)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        Minutes = all[WarmUp..];
    }
}
