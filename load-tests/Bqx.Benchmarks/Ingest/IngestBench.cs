using System.Diagnostics;
using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.DevServices;
using Bqx.Ingest;

namespace Bqx.Benchmarks.Ingest;

/// <summary>
/// The importer as a process of its own, from compressed files to committed rows, beside psql's \copy of the same rows, ready in ticks, into
/// the same partitioned table with the same key; as many at a time. Rounds interleave. Then a year of 28 pairs, and the same once more.
/// </summary>
internal sealed class IngestBench(IngestOptions options, string root, Action<string> progress)
{
    public async Task<BenchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var psql = Psql.Require();
        var scratch = Directory.CreateTempSubdirectory("bqx-bench-ingest-");
        var paths = LocalPaths.Read(Environment.GetEnvironmentVariable, root);
        await using var services = await DevServicesLease.AcquireAsync(
            new DevServicesOptions { Home = paths.Home, Root = root, NeedPostgres = paths.Postgres is null, Log = progress }, cancellationToken);
        try
        {
            await using var database = await BenchDatabase.CreateAsync(psql, (paths.Postgres ?? services.Postgres)!, cancellationToken);
            var trainer = new TrainerProcess(root, database.ConnectionString);
            var folder = options.BarFolder ?? await MakeBarsAsync(trainer, scratch, cancellationToken);
            return await MeasureAsync(database, trainer, folder, scratch.FullName, cancellationToken);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task<string> MakeBarsAsync(TrainerProcess trainer, DirectoryInfo scratch, CancellationToken cancellationToken)
    {
        progress("generating a synthetic year of 28 pairs");
        var folder = scratch.CreateSubdirectory("bars").FullName;
        await trainer.RunAsync(cancellationToken, "synthetic", "--days", "365", "--to", folder);
        return folder;
    }

    private async Task<BenchOutcome> MeasureAsync(
        BenchDatabase database, TrainerProcess trainer, string folder, string scratch, CancellationToken cancellationToken)
    {
        var sources = Directory.GetFiles(folder, "*.csv.gz").Order(StringComparer.Ordinal).ToList();
        var chosen = sources.Take(options.Pairs).ToList();
        var files = BarEntry.Find(chosen).Select(entry => TickFile.Write(entry, scratch)).ToList();
        var rows = files.Sum(file => file.Rows);
        var importer = new List<double>();
        var copy = new List<double>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            importer.Add(rows / await ImportAsync(database, trainer, chosen, rows, cancellationToken));
            copy.Add(rows / await CopyAsync(database, files, rows, cancellationToken));
            progress($"round {round}/{options.Rounds}  {rows} bars: importer {importer[^1]:F0}/s, \\copy {copy[^1]:F0}/s");
        }

        await database.EmptyAsync(cancellationToken);
        var year = await TimeAsync(() => trainer.RunAsync(cancellationToken, ["ingest", .. sources]));
        var bars = await database.CountAsync(cancellationToken);
        progress($"{bars} bars of {sources.Count} pairs in {year:F1} s");
        var again = await TimeAsync(() => trainer.RunAsync(cancellationToken, ["ingest", .. sources]));
        var forced = await TimeAsync(() => trainer.RunAsync(cancellationToken, ["ingest", "--force", .. sources]));
        progress($"the same again {again:F1} s; read again and compared {forced:F1} s");
        return new BenchOutcome(
            [],
            new Dictionary<string, double>
            {
                ["importer_per_second"] = Statistics.Median(importer),
                ["psql_copy_per_second"] = Statistics.Median(copy),
                ["rounds"] = options.Rounds,
                ["year_bars"] = bars,
                ["year_pairs"] = sources.Count,
                ["year_seconds"] = year,
                ["again_seconds"] = again,
                ["forced_again_seconds"] = forced,
            },
            new Dictionary<string, double> { ["over_psql_copy"] = Statistics.MedianRatio(importer, copy) },
            []);
    }

    private static async Task<double> ImportAsync(
        BenchDatabase database, TrainerProcess trainer, List<string> sources, long rows, CancellationToken cancellationToken)
    {
        await database.EmptyAsync(cancellationToken);
        var seconds = await TimeAsync(() => trainer.RunAsync(cancellationToken, ["ingest", .. sources]));
        await CheckAsync(database, rows, cancellationToken);
        return seconds;
    }

    private async Task<double> CopyAsync(BenchDatabase database, List<TickFile> files, long rows, CancellationToken cancellationToken)
    {
        await database.EmptyAsync(cancellationToken);
        foreach (var file in files)
        {
            await database.CreateLeavesAsync(file, cancellationToken);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken };
        var seconds = await TimeAsync(() => Parallel.ForEachAsync(
            files, parallel, async (file, stop) => await database.Psql.RunAsync(
                stop, $"\\copy bqx.m1 (pair, ts, open, high, low, close, volume, flags) from '{file.Path}' (format csv)")));
        await CheckAsync(database, rows, cancellationToken);
        return seconds;
    }

    private static async Task CheckAsync(BenchDatabase database, long rows, CancellationToken cancellationToken)
    {
        if (await database.CountAsync(cancellationToken) is var found && found != rows)
        {
            throw new BenchException($"{found} bars are in the table, not {rows}.");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> step)
    {
        var started = Stopwatch.GetTimestamp();
        await step();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
