using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedPartitionCareTests(PostgresFixture fixture) : PartitionCareTests(fixture, PostgresEngine.Embedded);

public sealed class DebianPartitionCareTests(PostgresFixture fixture) : PartitionCareTests(fixture, PostgresEngine.Debian);

/// <summary>Partitions made ahead and dropped. One test: retention looks at the whole database.</summary>
public abstract class PartitionCareTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Partitions_AreMadeAhead_AndTheOldestMonthsDroppedWhole()
    {
        (await Storage.Admin.PlanRetentionAsync(new RetentionOptions { Bars = 2, Features = 2, Predictions = 2 }, Stop)).ShouldBeEmpty();

        await Storage.Admin.EnsureLivePartitionsAsync(At(2017, 12, 31, 23, 59), Stop);
        (await LeavesAsync()).ShouldBe(2 * 28 * 2);
        (await ScalarAsync("select to_regclass('bqx.prediction_chfjpy_2018_01') is not null")).ShouldBe(true);
        await Storage.Admin.EnsurePartitionsAsync(At(2017, 12, 1), Stop);
        await Storage.Admin.EnsurePartitionsAsync(At(2017, 12, 1), Stop);
        (await LeavesAsync()).ShouldBe(9 * 28 * 2);

        // The window of two months ends with the last bar's, December: the empty January does not move it.
        var closes = new[] { At(2017, 9, 30), At(2017, 10, 31, 23, 59), At(2017, 11, 1), At(2017, 12, 5) };
        await Storage.Bars.WriteAsync(closes.Select(close => Bar(EurUsd, close)).ToArray(), Stop);
        await Storage.Features.WriteTableAsync(new FeatureTable("reg", UsdJpy, ["a"], closes, new float[closes.Length]), Stop);

        var planned = await Storage.Admin.PlanRetentionAsync(new RetentionOptions { Bars = 2, Features = 3 }, Stop);
        planned.Select(leaf => (leaf.Table, leaf.Pair, leaf.Month)).ShouldBe(
            [("reg", UsdJpy, "2017_09"), ("m1", EurUsd, "2017_09"), ("m1", EurUsd, "2017_10")], ignoreOrder: true);
        planned.ShouldAllBe(leaf => leaf.Bytes > 0);
        (await CountAsync("m1")).ShouldBe(4L);

        (await Storage.Admin.ApplyRetentionAsync(new RetentionOptions { Bars = 2, Features = 3 }, Stop)).ShouldBe(planned);

        (await CountAsync("m1")).ShouldBe(2L);
        (await CountAsync("reg")).ShouldBe(3L);
        (await ScalarAsync("select min(ts) = '2017-11-01Z' from bqx.m1")).ShouldBe(true);
        (await Storage.Admin.ApplyRetentionAsync(new RetentionOptions { Bars = 2, Features = 3 }, Stop)).ShouldBeEmpty();
        (await Storage.Admin.ApplyRetentionAsync(new RetentionOptions(), Stop)).ShouldBeEmpty();

        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, At(2017, 12, 6)), Bar(EurUsd, At(2018, 1, 31)) }, Stop);
        (await CountAsync("m1")).ShouldBe(4L);
    }

    [Fact]
    public async Task Retention_FewerMonthsThanLiveWritingReaches_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => Storage.Admin.ApplyRetentionAsync(new RetentionOptions { Predictions = 1 }, Stop)))
            .Message.ShouldBe("1 months cannot be kept: 2 are the fewest.");

    private Task<object?> CountAsync(string table) => ScalarAsync($"select count(*) from bqx.{table}");

    private async Task<int> LeavesAsync() => (await Storage.Admin.GetStatusAsync(Stop)).Tables.Sum(table => table.Partitions);
}
