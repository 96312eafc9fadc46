using System.Text.Json;
using Bqx.Core;
using Bqx.DevServices;
using Bqx.Plugins.Hosting;
using Bqx.Server.Hosting;

namespace Bqx.Server.Requests;

/// <summary><c>./bqx requests replay</c>: answers logged requests again and compares every bit.</summary>
internal static class RequestsCommand
{
    /// <summary>First argument of the command.</summary>
    public const string Name = "requests";

    private const string Usage =
        """
        ./bqx requests replay [--hours N] [--limit N] [--json]

        Answers the logged requests of the last N hours (24), at most N (10000), again: the same package on the same rows. A server keeps
        a share of them: --RequestLog:Share=0.001. Exit codes: 0 all answers are the same in every bit, 1 some are not, or none is logged,
        2 wrong usage.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs it; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }

        var options = ReplayArguments.Parse(args);
        var paths = LocalPaths.Read(Environment.GetEnvironmentVariable, Environment.CurrentDirectory);
        await using var stores = await StoresFactory.OpenAsync(ServicesMode.Auto, paths, time, cancellationToken);
        var report = await ReplayAsync(stores, options, time, cancellationToken);
        await WriteAsync(report, options, output);
        return report.IsGood ? 0 : 1;
    }

    private static async Task<ReplayReport> ReplayAsync(
        ServerStores stores, ReplayArguments options, TimeProvider time, CancellationToken cancellationToken)
    {
        await stores.PrepareAsync(cancellationToken);
        var builder = WebApplication.CreateSlimBuilder([]);
        builder.Services.AddBqxOptions().AddBqxStores(stores).AddBqxModels();
        await using var services = builder.Build();
        var host = services.Services.GetRequiredService<ModelHost>();
        var replayer = new RequestReplayer(host, services.Services.GetRequiredService<FeatureSchema>());
        return await ReplayReport.RunAsync(stores.Requests, replayer, time.GetUtcNow() - options.Span, options.Limit, cancellationToken);
    }

    private static async Task WriteAsync(ReplayReport report, ReplayArguments options, TextWriter output)
    {
        if (options.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            return;
        }

        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"{finding.Id} {finding.At:u} {finding.Method} {finding.Pair} {finding.Model}: {finding.Reason}");
        }

        await output.WriteLineAsync(
            report.Requests == 0
                ? $"No request of the last {options.Span.TotalHours:0.###} hours is logged: set RequestLog:Share of the server above 0."
                : $"{report.Requests} requests: {report.Identical} identical, {report.Different} different, {report.Unavailable} unavailable");
    }
}
