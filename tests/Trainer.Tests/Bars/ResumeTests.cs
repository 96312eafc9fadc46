using System.Diagnostics;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Ingest.Synthetic;
using Bqx.Storage;
using Bqx.TestKit;
using Bqx.Trainer.Bars;
using Npgsql;

namespace Bqx.Trainer.Tests.Bars;

/// <summary>Imports that are cut off, in process at a named point or as a process by <c>kill -9</c>, and begun again.</summary>
public sealed class ResumeTests(ServiceFixture services) : IAsyncLifetime
{
    private static readonly Minute From = Minute.Exact(new DateTimeOffset(2017, 5, 25, 0, 0, 0, TimeSpan.Zero));

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-resume-").FullName;
    private TestDatabase _database = null!;
    private PostgresStorage _storage = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(await services.PostgresAsync(PostgresEngine.Embedded));
        _storage = PostgresStorage.Open(_database.ConnectionString);
        await SyntheticFiles.WriteAsync(new SyntheticMarket(3, SyntheticOptions.Default), From, From + (14 * 1440), _folder, Stop);
        await AddBadRowsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Run_CutOffAtEveryPoint_EndsWithTheSameTables()
    {
        (await RunAsync(_storage.Imports)).Failed.ShouldBe(0);
        var expected = await TablesAsync();
        foreach (var point in Enum.GetValues<FaultPoint>())
        {
            await EmptyAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(new FaultyImports(_storage.Imports, point)), point.ToString());

            (await RunAsync(_storage.Imports)).Failed.ShouldBe(0);

            (await TablesAsync()).ShouldBe(expected, point.ToString());
        }

        var again = await RunAsync(_storage.Imports);
        (again.Done, again.Changed).ShouldBe((29, 0));
        var forced = await new LoadFilesJob(_storage.BarLoader, _storage.Imports, TimeProvider.System) { Force = true }
            .RunAsync(BarEntry.Find([_folder]), new BarFileOptions(), null, Stop);
        (forced.Done, forced.Changed).ShouldBe((0, 4)); // two bars, put back by one file and corrected by the next
        (await TablesAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Ingest_KilledAtRandomInstants_EndsWithTheSameTables()
    {
        (await RunAsync(_storage.Imports)).Failed.ShouldBe(0);
        var expected = await TablesAsync();
        await EmptyAsync();
        var random = new Random(17);
        for (var round = 0; round < 4; round++)
        {
            var bars = random.Next(1, 300_000);
            using var process = Start();
            while (!process.HasExited && (long)(await ScalarAsync("select coalesce(sum(changed), 0)::bigint from bqx.ingest_file"))! < bars)
            {
                await Task.Yield();
            }

            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        using var last = Start();
        await last.WaitForExitAsync(Stop);

        last.ExitCode.ShouldBe(0, await last.StandardError.ReadToEndAsync(Stop));
        (await TablesAsync()).ShouldBe(expected);
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Bqx.Trainer.dll"), "ingest", _folder, "--json" },
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
        Environment = { ["BQX_POSTGRES"] = _database.ConnectionString },
    })!;

    // A correction in a file of its own, and rows that are set aside.
    private async Task AddBadRowsAsync()
    {
        string[] rows =
        [
            "time,open,high,low,close",
            "2017-05-30T12:00:00Z,1.10000,1.10000,1.10000,1.10000",
            "2017-05-30T12:01:00Z,1.10000,1.09000,1.10000,1.10000",
            "2017-06-01T12:02:00Z,nothing",
            "2017-06-01T12:03:00Z,1.10000,1.10000,1.10000,1.10000",
        ];
        await File.WriteAllLinesAsync(Path.Combine(_folder, "z_eurusd_late.csv"), rows, Stop);
    }

    private Task<LoadSummary> RunAsync(IBarImports imports) => new LoadFilesJob(_storage.BarLoader, imports, TimeProvider.System)
        .RunAsync(BarEntry.Find([_folder]), new BarFileOptions(), null, Stop);

    private async Task<string> TablesAsync() =>
        $"{await ScalarAsync("select count(*) || ' ' || md5(string_agg(m1::text, '' order by pair, ts)) from bqx.m1")} "
        + $"{await ScalarAsync("select string_agg(concat_ws(' ', pair, ts, reason, source, line, raw), ';' order by line) from bqx.quarantine")} "
        + $"{await ScalarAsync("select string_agg(concat_ws(' ', name, through, read_rows, accepted, rejected), ';' order by name) from bqx.ingest_file")}";

    private async Task EmptyAsync() =>
        await ScalarAsync("truncate bqx.m1, bqx.ingest_file, bqx.quarantine");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }
}
