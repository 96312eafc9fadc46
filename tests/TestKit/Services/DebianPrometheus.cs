namespace Bqx.TestKit;

/// <summary>Debian's prometheus, which scrapes one address every second and evaluates the rules of a file.</summary>
public sealed class DebianPrometheus : ChildServer
{
    private const string Program = "/usr/bin/prometheus";

    private DebianPrometheus()
        : base("prometheus") => Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };

    /// <summary>Its HTTP interface.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts it. Ends the test where it is not installed.</summary>
    public static async Task<DebianPrometheus> CreateAsync(Uri target, string rules)
    {
        Require.File(Program, "prometheus");
        var server = new DebianPrometheus();
        await File.WriteAllTextAsync(
            Path.Combine(server.Folder, "prometheus.yml"),
            $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ["{rules}"]
            scrape_configs:
              - job_name: bqx
                static_configs: [{"{"} targets: ["{target.Authority}"] {"}"}]
            """);
        await server.StartAsync();
        return server;
    }

    protected override IReadOnlyList<string> Command() =>
    [
        Program, $"--config.file={Path.Combine(Folder, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(Folder, "data")}",
        $"--web.listen-address=127.0.0.1:{Port}",
    ];

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            return (await Http.GetAsync("/-/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
