using System.Data.Common;
using Bqx.Core;
using Bqx.DevServices;
using Bqx.LoadTests.Servers;
using Bqx.Storage;

namespace Bqx.LoadTests.Chaos;

/// <summary>PostgreSQL and Redis behind links that can be broken, and two servers over them.</summary>
internal sealed class ChaosRig : IAsyncDisposable
{
    private readonly DirectoryInfo _home;
    private readonly DevServicesLease _services;

    private ChaosRig(string root, DirectoryInfo home, DevServicesLease services)
    {
        (_home, _services) = (home, services);
        var postgres = new DbConnectionStringBuilder { ConnectionString = services.Postgres };
        Postgres = new FaultyLink(int.Parse((string)postgres["Port"], System.Globalization.CultureInfo.InvariantCulture));
        postgres["Port"] = Postgres.Port;
        var redis = services.Redis!.Split(',');
        var port = redis[0].LastIndexOf(':') + 1;
        Redis = new FaultyLink(int.Parse(redis[0].AsSpan(port), System.Globalization.CultureInfo.InvariantCulture));
        redis[0] = redis[0][..port] + Redis.Port;
        var how = new ServerStart(root)
        {
            Home = home.FullName,
            Postgres = postgres.ConnectionString,
            Redis = string.Join(',', redis),
            IsEmpty = true,
        };
        Servers = new Replicas(stop => StartedServer.StartAsync(how with { IsEmpty = Servers!.All.Count == 0 }, stop));
    }

    public FaultyLink Postgres { get; }

    public FaultyLink Redis { get; }

    public Replicas Servers { get; }

    /// <summary>The folder of packages.</summary>
    public string Models => Path.Combine(_home.FullName, "models");

    public static async Task<ChaosRig> StartAsync(string root, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("bqx-chaos-");
        var services = await DevServicesLease.AcquireAsync(
            new DevServicesOptions { Home = home.FullName, Root = root, NeedPostgres = true, NeedRedis = true }, cancellationToken);
        var rig = new ChaosRig(root, home, services);
        try
        {
            await SamplePackages.PublishAsync(rig.Models, isFullSize: false, cancellationToken);
            await rig.Servers.AddAsync(cancellationToken);
            await SamplePackages.PromoteAsync(rig.Servers.All[0].Admin, cancellationToken);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process of a database without a word to it; it is started again by itself.</summary>
    /// <param name="name">postgres or garnet.</param>
    public async Task KillAsync(string name)
    {
        var run = await File.ReadAllTextAsync(Path.Combine(_home.FullName, "run", $"{name}.run"));
        using var process = System.Diagnostics.Process.GetProcessById(
            int.Parse(run.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>How many bars that were acknowledged are not in the database, or not as they were sent.</summary>
    public async Task<int> CountLostAsync(IReadOnlyList<MinuteBars> acknowledged, CancellationToken cancellationToken)
    {
        await using var storage = PostgresStorage.Open(_services.Postgres!);
        var stored = new Dictionary<(Pair, Minute), int>();
        await foreach (var minute in storage.Bars.ReadAsync(null, null, cancellationToken))
        {
            foreach (var bar in minute.Bars.ToArray())
            {
                stored[(bar.Pair, bar.Close)] = bar.CloseTicks;
            }
        }

        return acknowledged.SelectMany(minute => minute.Bars.ToArray())
            .Count(bar => !stored.TryGetValue((bar.Pair, bar.Close), out var close) || close != bar.CloseTicks);
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        await _services.DisposeAsync();
        _home.Delete(recursive: true);
    }
}
