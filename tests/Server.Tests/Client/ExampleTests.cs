using System.Globalization;
using System.Text.Json;
using Bqx.Client;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.NoOp;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Client;

/// <summary>docs/clients/node.md, with @grpc/grpc-js.</summary>
public sealed class NodeExampleTests() : ExampleTests("node.md", "node", "js")
{
    private protected override Task PrepareAsync(ExampleFolder folder, Dictionary<string, string> environment)
    {
        var modules = Path.Combine(TestRepository.Root, "node_modules");
        Require.That(
            Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")) && ExampleFolder.Runs("node", "--version"),
            "node or its package @grpc/grpc-js is missing: run 'npm ci --ignore-scripts'.");
        environment["NODE_PATH"] = modules;
        environment["BQX_PROTOS"] = Path.Combine(TestRepository.Root, "protos");
        return Task.CompletedTask;
    }
}

/// <summary>docs/clients/python.md, with grpcio as Debian has it.</summary>
public sealed class PythonExampleTests() : ExampleTests("python.md", Python, "py")
{
    // Debian's interpreter, which is the one that has python3-grpcio.
    private const string Python = "/usr/bin/python3";

    private protected override async Task PrepareAsync(ExampleFolder folder, Dictionary<string, string> environment)
    {
        Require.That(ExampleFolder.Runs(Python, "-c", "import grpc, google.protobuf"), "grpcio is missing: run 'apt-get install python3-grpcio'.");
        Require.That(
            ExampleFolder.Runs("sh", "-c", "command -v protoc && command -v grpc_python_plugin"),
            "protoc or its plug-in for Python is missing: run 'apt-get install protobuf-compiler protobuf-compiler-grpc'.");
        File.CreateSymbolicLink(folder.In("protos"), Path.Combine(TestRepository.Root, "protos"));
        const string Generate =
            "protoc -I protos --python_out=. --grpc_python_out=. --plugin=protoc-gen-grpc_python=$(which grpc_python_plugin) "
            + "protos/bqx/v1/prediction.proto protos/bqx/v1/bars.proto protos/inference/*.proto";
        var (code, _, errors) = await folder.RunAsync("sh", environment, "-c", Generate);
        code.ShouldBe(0, errors);
    }
}

/// <summary>The programs of a document against a server with TLS and keys.</summary>
public abstract class ExampleTests(string document, string interpreter, string extension) : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ExampleFolder _folder = new(document);
    private readonly TlsFolder _tls = new();
    private readonly KeyFile _keys = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private TestServer? _server;
    private TcpProxy? _proxy;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync(_folder, _environment);
        _tls.Write();
        var key = _keys.Add("desk", ApiRoles.Predict | ApiRoles.Ingest);
        _server = await TestServer.StartAsync(_time, args: [$"--Server:ApiKeys={_keys.Path}", .. _tls.Arguments]);
        _time.Advance(TimeSpan.FromHours(1));
        _proxy = new TcpProxy(_server.Addresses[0]);
        await File.WriteAllTextAsync(_folder.In("authority.pem"), _tls.Authority.Authority.ExportCertificatePem());
        _environment["BQX_ADDRESS"] = $"localhost:{_proxy.Port}";
        _environment["BQX_API_KEY"] = key;
        _environment["BQX_CA"] = _folder.In("authority.pem");
    }

    public async ValueTask DisposeAsync()
    {
        await (_proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
        _tls.Dispose();
        _keys.Dispose();
    }

    private protected abstract Task PrepareAsync(ExampleFolder folder, Dictionary<string, string> environment);

    [Fact]
    public async Task Predict_RightKey_PrintsThePrediction()
    {
        var (code, output, errors) = await RunAsync("predict", "GBPUSD");

        code.ShouldBe(0, errors);
        output.ShouldStartWith("2017-06-01T00:00:00");
        output.ShouldContain(" GBPUSD SIGNAL_");
        output.ShouldContain(" by noop@1, flags: ");
    }

    [Theory]
    [InlineData("XXXYYY", null, "(unknown_pair)")]
    [InlineData("EURUSD", "bqx.desk.wrong", "(unauthenticated)")]
    public async Task Predict_Refused_SaysWhichFault(string pair, string? key, string fault)
    {
        _environment["BQX_API_KEY"] = key ?? _environment["BQX_API_KEY"];

        var (code, _, errors) = await RunAsync("predict", pair);

        code.ShouldBe(1);
        errors.ShouldContain(fault);
    }

    [Fact]
    public async Task Subscribe_ConnectionCut_PrintsEachMinuteOnce()
    {
        using var process = _folder.Start(interpreter, _environment, $"subscribe.{extension}", "EURUSD");
        try
        {
            var minutes = new List<string> { await MinuteAsync(process) };
            foreach (var minute in Live)
            {
                _proxy!.Cut();
                await IngestAsync(minute);
                minutes.Add(await MinuteAsync(process));
            }

            minutes.ShouldBe(["00:00", "00:01", "00:02", "00:03"]);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Ingest_Bars_AreCommitted()
    {
        var lines = Live.SelectMany(minute => minute.Bars.ToArray()).Select(bar => BarMessages.Of(bar)).Select(bar => JsonSerializer.Serialize(new
        {
            pair = bar.Pair,
            close = bar.CloseTime.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            open = bar.Open,
            high = bar.High,
            low = bar.Low,
            close_price = bar.Close,
            volume = bar.Volume,
        }));
        await File.WriteAllLinesAsync(_folder.In("bars.jsonl"), lines);

        var (code, output, errors) = await RunAsync("ingest", "bars.jsonl");

        code.ShouldBe(0, errors);
        output.TrimEnd().ShouldEndWith("84 of 84 answered");
        errors.ShouldBeEmpty();
        _server!.Bars.Written.Distinct().Count().ShouldBe(84);
    }

    [Fact]
    public async Task Infer_LoadedModel_PrintsItsOutputs()
    {
        var (code, output, errors) = await RunAsync("infer", "noop", FeatureCatalogue.Schema.Count.ToString(CultureInfo.InvariantCulture));

        code.ShouldBe(0, errors);
        var bqx = output.Split('\n')[0].Split(' ');
        bqx[0].ShouldBe("bqx");
        float.Parse(bqx[^1], CultureInfo.InvariantCulture).ShouldBe(NoOpModel.BqxOf(1));
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments) =>
        _folder.RunAsync(interpreter, _environment, [$"{program}.{extension}", .. arguments]);

    private static async Task<string> MinuteAsync(System.Diagnostics.Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token));
        line.ShouldContain("EURUSD SIGNAL_");
        return line["2017-06-01T".Length..][..5];
    }

    private async Task IngestAsync(MinuteBars minute)
    {
        using var client = new BqxClient(new BqxClientOptions
        {
            Address = _server!.Addresses[0], ApiKey = _environment["BQX_API_KEY"], ServerAuthorities = [_tls.Authority.Authority],
        });
        await foreach (var _ in client.IngestBarsAsync(new IReadOnlyList<V1.Bar>[] { [.. minute.Bars.ToArray().Select(bar => BarMessages.Of(bar))] }.ToAsyncEnumerable()))
        {
        }
    }
}
