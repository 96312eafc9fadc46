using Bqx.Core;
using Bqx.Server.Hosting;
using Bqx.Server.InMemory;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bqx.Server.Tests.Doubles;

/// <summary>The whole server on free ports, over stores in memory, warm as of <see cref="TestBars.Start"/>.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, SwitchedBarStore bars, MemoryLabelStore labels)
    {
        _app = app;
        Bars = bars;
        Labels = labels;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Where(address => address.StartsWith("http", StringComparison.Ordinal)).ToList();
        Addresses = [.. addresses.Select(address => new Uri(address))];
        Channel = GrpcChannel.ForAddress(addresses[0]);
        Admin = GrpcChannel.ForAddress(addresses[1]);
        Http = new HttpClient { BaseAddress = new Uri(addresses[2]) };
    }

    /// <summary>Of predictions, administration, and HTTP.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public SwitchedBarStore Bars { get; }

    public MemoryLabelStore Labels { get; }

    public required MemoryQuarantine Quarantine { get; init; }

    public GrpcChannel Channel { get; }

    public GrpcChannel Admin { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(Channel.Target.StartsWith("http", StringComparison.Ordinal) ? Channel.Target : $"http://{Channel.Target}");

    public static Task<TestServer> StartAsync(
        TimeProvider time, IModelRepository? repository = null, bool promote = true, params string[] args) =>
        StartAsync(time, repository, promote, null, args);

    /// <summary>The same, with a change of what it is made of.</summary>
    public static Task<TestServer> StartConfiguredAsync(TimeProvider time, Action<WebApplicationBuilder> configure, params string[] args) =>
        StartAsync(time, null, true, configure, args);

    /// <summary>The same, over given packages, of which noop@1 serves.</summary>
    public static Task<TestServer> StartConfiguredAsync(
        TimeProvider time, IModelRepository repository, Action<WebApplicationBuilder> configure, params string[] args) =>
        StartAsync(time, repository, true, configure, args);

    private static async Task<TestServer> StartAsync(
        TimeProvider time, IModelRepository? repository, bool promote, Action<WebApplicationBuilder>? configure, string[] args)
    {
        var bars = new SwitchedBarStore();
        foreach (var minute in TestBars.History)
        {
            await bars.WriteAsync(minute.Bars, default);
        }

        bars.Written.Clear();
        var labels = new MemoryLabelStore();
        if (promote)
        {
            await labels.RequestAsync("production", new ModelId(NoOpRepository.Name, 1), default);
        }

        var server = await StartAsync(time, bars, labels, repository, null, new MemoryQuarantine(), new MemoryChanges(), args, configure);
        if (promote)
        {
            await server.WhenReadyAsync();
        }

        return server;
    }

    /// <summary>One of several servers over the same stores: it takes bars when it has the lease.</summary>
    public static async Task<TestServer> StartSharedAsync(
        SwitchedBarStore bars,
        MemoryLabelStore labels,
        MemoryChanges changes,
        Func<IngestLeaseRequest, CancellationToken, Task<IIngestLease>> acquire,
        params string[] args)
    {
        var server = await StartAsync(TimeProvider.System, bars, labels, null, acquire, new MemoryQuarantine(), changes, args);
        await server.WhenReadyAsync();
        return server;
    }

    /// <summary>Completes when predictions are served.</summary>
    public async Task WhenReadyAsync()
    {
        var readiness = Services.GetRequiredService<Readiness>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChange(object? sender, EventArgs e)
        {
            if (readiness.IsReady)
            {
                ready.TrySetResult();
            }
        }

        readiness.Changed += OnChange;
        OnChange(null, EventArgs.Empty);
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(3));
        readiness.Changed -= OnChange;
    }

    private static async Task<TestServer> StartAsync(
        TimeProvider time,
        SwitchedBarStore bars,
        MemoryLabelStore labels,
        IModelRepository? repository,
        Func<IngestLeaseRequest, CancellationToken, Task<IIngestLease>>? acquire,
        MemoryQuarantine quarantine,
        IBarChanges changes,
        string[] args,
        Action<WebApplicationBuilder>? configure = null)
    {
        var discard = new DiscardingStores();
        var stores = new ServerStores(bars, discard, discard, labels, discard, repository ?? new NoOpRepository())
        {
            Quarantine = quarantine,
            Changes = changes,
            Promotions = discard,
            AcquireIngestAsync = acquire ?? ((_, _) => Task.FromResult<IIngestLease>(new SoleLease())),
        };
        var app = ServerApp.Create(
            ["--Server:GrpcPort=0", "--Server:AdminPort=0", "--Server:HttpPort=0", "--Server:WarmUpCalls=0", "--Logging:LogLevel:Default=Warning", .. args],
            stores,
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(time));
                configure?.Invoke(builder);
            });
        await app.StartAsync();
        return new TestServer(app, bars, labels) { Quarantine = quarantine };
    }

    /// <summary>What SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Admin.Dispose();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
