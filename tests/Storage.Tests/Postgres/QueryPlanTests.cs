using System.Text.Json;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedQueryPlanTests(PostgresFixture fixture) : QueryPlanTests(fixture, PostgresEngine.Embedded);

public sealed class DebianQueryPlanTests(PostgresFixture fixture) : QueryPlanTests(fixture, PostgresEngine.Debian);

/// <summary>
/// What the hot queries touch, over three pairs and four months with statistics: the leaves of the pair and months asked for and no others,
/// and of large leaves the key.
/// </summary>
public abstract class QueryPlanTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly Pair[] Pairs = [EurUsd, UsdJpy, Pair.Parse("GBPUSD")];

    [Fact]
    public async Task Bars_OfAPairByRange_TouchItsMonthsOnly()
    {
        await FillAsync();

        var plan = await ExplainAsync(
            "select * from bqx.m1 where pair = 'EURUSD' and ts > '2017-02-10Z' and ts <= '2017-03-10Z' order by ts");

        plan.Relations.ShouldBe(["m1_eurusd_2017_02", "m1_eurusd_2017_03"], ignoreOrder: true);
    }

    [Fact]
    public async Task Bars_OfAnHour_AreFoundByTheKey()
    {
        await FillAsync();

        var plan = await ExplainAsync(
            "select * from bqx.m1 where pair = 'EURUSD' and ts > '2017-02-10 10:00Z' and ts <= '2017-02-10 11:00Z' order by ts");

        plan.Relations.ShouldBe(["m1_eurusd_2017_02"]);
        plan.Scans.ShouldBe(["m1_eurusd_2017_02_pkey"]);
    }

    [Fact]
    public async Task LastBars_OfAllPairs_AreReadFromTheKeysEnds()
    {
        await FillAsync();

        var plan = await ExplainAsync(StatusReader.LastBarsQuery, analyze: true);

        plan.Scans.ShouldNotBeEmpty();
        plan.Scans.ShouldAllBe(scan => scan.EndsWith("_pkey"));
        plan.RowsRead.ShouldBe(Pairs.Length);
    }

    [Fact]
    public async Task Range_OfAllBars_IsReadFromTheKeysEnds()
    {
        await FillAsync();

        var plan = await ExplainAsync(PostgresBarStore.RangeQuery, analyze: true);

        plan.Scans.ShouldAllBe(scan => scan.EndsWith("_pkey"));
        plan.RowsRead.ShouldBe(2 * Pairs.Length);
    }

    [Fact]
    public async Task FeatureRows_OfAPairByRange_TouchItsMonthAndItsKey()
    {
        await FillAsync();
        var query = new FeatureTableQuery("reg", UsdJpy, ["a"], At(2017, 3, 3), At(2017, 3, 3, 2));

        var plan = await ExplainAsync(FeatureTableReader.Sql(PartitionedTable.Feature("reg"), ["a"], query));

        plan.Relations.ShouldBe(["reg_usdjpy_2017_03"]);
        plan.Scans.ShouldBe(["reg_usdjpy_2017_03_pkey"]);
    }

    [Fact]
    public async Task FeatureRows_OfAMinuteOfAllPairs_AreFoundWithoutReadingTheLeaves()
    {
        await FillAsync();

        var plan = await ExplainAsync("select pair, a from bqx.reg where ts = '2017-03-03 12:00Z'");

        plan.Relations.ShouldBe(Pairs.Select(pair => $"reg_{pair.Name.ToLowerInvariant()}_2017_03"), ignoreOrder: true);
        plan.Scans.Count.ShouldBe(Pairs.Length);
        plan.Scans.ShouldAllBe(scan => scan.EndsWith("_ts_idx") || scan.EndsWith("_pkey"));
    }

    [Fact]
    public async Task LatestPrediction_OfAPair_IsReadFromTheKeysEnd()
    {
        await FillAsync();

        var plan = await ExplainAsync("select * from bqx.prediction where pair = 'USDJPY' order by ts desc limit 1", analyze: true);

        plan.Relations.ShouldAllBe(relation => relation.StartsWith("prediction_usdjpy_"));
        plan.Scans.ShouldAllBe(scan => scan.EndsWith("_pkey"));
        plan.RowsRead.ShouldBe(1);
    }

    [Fact]
    public async Task Label_ByName_IsOneRowOfItsTable()
    {
        await FillAsync();

        var plan = await ExplainAsync("set enable_seqscan = off; ", "select * from bqx.model_label where label = 'production'");

        plan.Scans.ShouldBe(["model_label_pkey"]);
    }

    // Each class has a database of its own; the first of its tests fills it.
    private async Task FillAsync()
    {
        if ((bool)(await ScalarAsync("select exists (select from bqx.m1)"))!)
        {
            return;
        }

        await Storage.Features.WriteTableAsync(new FeatureTable("reg", EurUsd, ["a"], new[] { At(2017, 1, 1) }, new float[1]), Stop);
        foreach (var table in new[] { "m1", "reg", "prediction" })
        {
            foreach (var pair in Pairs)
            {
                for (var month = 1; month <= 4; month++)
                {
                    await ScalarAsync($"select bqx.ensure_leaf('{table}', '{pair.Name}', '2017-{month:00}-01')");
                }
            }
        }

        var rows = $"unnest(array[{string.Join(", ", Pairs.Select(pair => $"'{pair.Name}'"))}]::bqx.pair[]) pair, "
            + "generate_series('2017-01-01Z'::timestamptz, '2017-04-30 23:55Z', interval '5 minutes') ts";
        await ScalarAsync(
            $"""
            insert into bqx.m1 select pair, ts, 1, 1, 1, 1, 1, 0 from {rows};
            insert into bqx.reg (pair, ts, a) select pair, ts, 1 from {rows} on conflict do nothing;
            insert into bqx.prediction select pair, ts, 'm', 1, 't', 1, 1, 1, 1, 1, 1, 1, 1, 1, '{"{}"}', true, 1, 1, 'buy', 1, 'price', '', '', 0, ts from {rows};
            insert into bqx.model_label (label) values ('production');
            analyze bqx.m1; analyze bqx.reg; analyze bqx.prediction; analyze bqx.model_label
            """);
    }

    private Task<Plan> ExplainAsync(string sql, bool analyze = false) => ExplainAsync("", sql, analyze);

    private async Task<Plan> ExplainAsync(string before, string sql, bool analyze = false)
    {
        var json = (string)(await ScalarAsync($"{before}explain (format json{(analyze ? ", analyze, timing off" : "")}) {sql}"))!;
        var plan = new Plan();
        plan.Add(JsonDocument.Parse(json).RootElement[0].GetProperty("Plan"));
        return plan;
    }

    private sealed class Plan
    {
        /// <summary>Tables of all scans.</summary>
        public HashSet<string> Relations { get; } = [];

        /// <summary>Indices of scans by index, and BRIN ones by the index too; a sequential scan is named by its table.</summary>
        public List<string> Scans { get; } = [];

        /// <summary>Rows that all scans gave, where the query was run.</summary>
        public double RowsRead { get; private set; }

        public void Add(JsonElement node)
        {
            var type = node.GetProperty("Node Type").GetString()!;
            if (node.TryGetProperty("Relation Name", out var relation))
            {
                Relations.Add(relation.GetString()!);
                RowsRead += node.TryGetProperty("Actual Rows", out var rows) ? rows.GetDouble() : 0;
            }

            if (node.TryGetProperty("Index Name", out var index))
            {
                Scans.Add(index.GetString()!);
            }
            else if (type == "Seq Scan")
            {
                Scans.Add(relation.GetString()!);
            }

            if (node.TryGetProperty("Plans", out var children))
            {
                foreach (var child in children.EnumerateArray())
                {
                    Add(child);
                }
            }
        }
    }
}
