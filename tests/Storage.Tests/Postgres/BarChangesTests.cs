using Bqx.Core;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedBarChangesTests(PostgresFixture fixture) : BarChangesTests(fixture, PostgresEngine.Embedded);

public sealed class DebianBarChangesTests(PostgresFixture fixture) : BarChangesTests(fixture, PostgresEngine.Debian);

public abstract class BarChangesTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly Digest Fingerprint = Digest.Of("catalogue"u8);

    [Fact]
    public async Task Import_NewBars_AreToldOnceFromTheFirst()
    {
        var start = (await Storage.Changes.ReadAsync(null, Stop)).Mark;
        await LoadAsync(At(2035, 1, 31, 23, 58), 4); // two months, two transactions

        var seen = await Storage.Changes.ReadAsync(start, Stop);

        seen.Earliest.ShouldBe(At(2035, 1, 31, 23, 58));
        (await Storage.Changes.ReadAsync(seen.Mark, Stop)).Earliest.ShouldBeNull();
    }

    [Fact]
    public async Task Import_TheSameBarsAgain_IsNoChange()
    {
        await LoadAsync(At(2036, 1, 1), 5);
        var mark = (await Storage.Changes.ReadAsync(null, Stop)).Mark;

        await LoadAsync(At(2036, 1, 1), 5);

        (await Storage.Changes.ReadAsync(mark, Stop)).Earliest.ShouldBeNull();
    }

    [Fact]
    public async Task Read_WhileAnOlderTransactionIsOpen_TellsItsChangeWhenItCommits()
    {
        await Storage.Features.ForgetEngineStatesAsync(At(2030, 1, 1), Stop);
        await using var connection = new NpgsqlConnection(await ConnectAsync());
        await connection.OpenAsync(Stop);
        await using var open = await connection.BeginTransactionAsync(Stop);
        var mark = (await Storage.Changes.ReadAsync(null, Stop)).Mark;
        await PostgresBarChanges.RecordAsync(connection, At(2037, 1, 1), Stop);
        await LoadAsync(At(2037, 2, 1), 1);
        var between = await Storage.Changes.ReadAsync(mark, Stop);
        between.Earliest.ShouldBe(At(2037, 2, 1));

        await open.CommitAsync(Stop);

        (await Storage.Changes.ReadAsync(between.Mark, Stop)).Earliest.ShouldBe(At(2037, 1, 1));
    }

    [Fact]
    public async Task Import_IntoThePast_ForgetsTheEngineStatesThatLackItsBars()
    {
        await Storage.Features.WriteEngineStateAsync(At(2038, 1, 1), Fingerprint, new byte[] { 1 }, Stop);
        await Storage.Features.WriteEngineStateAsync(At(2038, 1, 3), Fingerprint, new byte[] { 3 }, Stop);
        await Storage.Rebuilds.WriteAsync(Fingerprint, At(2038, 1, 3), new byte[] { 3 }, Stop);

        await LoadAsync(At(2038, 1, 2), 1);

        (await Storage.Rebuilds.ReadAsync(Fingerprint, Stop)).ShouldBeNull();
        (await Storage.Features.ReadEngineStateAsync(Fingerprint, null, Stop))!.Value.Close.ShouldBe(At(2038, 1, 1));
    }

    private Task<long> LoadAsync(Minute from, int count) =>
        Storage.BarLoader.LoadAsync(EurUsd, Enumerable.Range(0, count).Select(i => Bar(EurUsd, from + i)).ToAsyncEnumerable(), Stop);
}
