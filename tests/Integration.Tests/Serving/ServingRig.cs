using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Packaging;
using Bqx.Storage;
using Bqx.TestKit;

namespace Bqx.Integration.Tests.Serving;

/// <summary>A PostgreSQL and a Redis that a test may kill, with history, two model packages and a running server over them.</summary>
internal sealed class ServingRig : IAsyncDisposable
{
    /// <summary>Thursday, in market hours: the close of the last bar of history.</summary>
    public static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly string[] _args;

    private ServingRig(DebianPostgres postgres, DebianRedis redis, PostgresStorage storage, string models, string[] args)
    {
        _args = args;
        Postgres = postgres;
        Redis = redis;
        Storage = storage;
        Models = models;
    }

    public DebianPostgres Postgres { get; }

    public DebianRedis Redis { get; }

    public PostgresStorage Storage { get; }

    public string Models { get; }

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Starts everything.</summary>
    /// <param name="args">For the server, and for every other that is started.</param>
    public static async Task<ServingRig> CreateAsync(params string[] args)
    {
        var postgres = await DebianPostgres.CreateAsync();
        var redis = await DebianRedis.CreateAsync();
        var models = Directory.CreateTempSubdirectory("bqx-models-").FullName;
        var storage = PostgresStorage.Open(postgres.ConnectionString);
        var rig = new ServingRig(postgres, redis, storage, models, args);
        await storage.MigrateAsync(default);
        var history = Minutes(FeatureCatalogue.LongestLookback + 60, 0).SelectMany(minute => minute.Bars.ToArray()).ToArray();
        await storage.Bars.WriteAsync(history, default);
        await rig.PublishAsync(1);
        await rig.PublishAsync(2);
        await storage.Labels.RequestAsync("production", new ModelId("sample", 1), default);
        await rig.StartServerAsync();
        return rig;
    }

    public async Task StartServerAsync(params string[] args) =>
        Server = await ServerProcess.StartAsync(Postgres.ConnectionString, Redis.Configuration, Models, [.. _args, .. args]);

    /// <summary>Sends minutes and waits until they are committed. Returns how many bars are acknowledged.</summary>
    public async Task<ulong> IngestAsync(IEnumerable<MinuteBars> minutes)
    {
        var acknowledged = 0ul;
        await foreach (var progress in Server.Client.IngestBarsAsync(minutes.Select(Message).ToAsyncEnumerable()))
        {
            acknowledged = progress.Acknowledged;
        }

        return acknowledged;
    }

    /// <summary>Another server over the same stores.</summary>
    public Task<ServerProcess> StartAnotherAsync() =>
        ServerProcess.StartAsync(Postgres.ConnectionString, Redis.Configuration, Models, ["--Server:FollowEvery=00:00:00.050", .. _args]);

    public async Task PublishAsync(int version) =>
        await SamplePackage.Create(FeatureCatalogue.Schema, version: version, seed: version)
            .PublishAsync(new FolderModelRepository(Models), default);

    /// <summary>The minutes that follow on history.</summary>
    public static IReadOnlyList<MinuteBars> Live(int count) => Minutes(-1, count);

    /// <summary>A minute as the client sends it.</summary>
    public static IReadOnlyList<V1.Bar> Message(MinuteBars minute) =>
    [
        .. minute.Bars.ToArray().Select(bar => new V1.Bar
        {
            Pair = bar.Pair.Name,
            CloseTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(bar.Close.ToDateTimeOffset()),
            Open = (double)bar.OpenTicks / bar.Pair.TicksPerUnit,
            High = (double)bar.HighTicks / bar.Pair.TicksPerUnit,
            Low = (double)bar.LowTicks / bar.Pair.TicksPerUnit,
            Close = bar.ClosePrice,
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        await Storage.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(Models, recursive: true);
    }

    private static List<MinuteBars> Minutes(int before, int after)
    {
        var last = MarketCalendar.NumberOf(Start);
        var market = new SyntheticMarket(1, SyntheticOptions.GaussianWalk);
        var all = market.Generate(
            MarketCalendar.CloseOf(last - FeatureCatalogue.LongestLookback - 60), MarketCalendar.CloseOf(last + after));
        return [.. all.Where(minute => before >= 0 || minute.Close > Start)];
    }
}
