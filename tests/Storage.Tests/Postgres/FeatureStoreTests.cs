using System.Collections.Immutable;
using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedFeatureStoreTests(PostgresFixture fixture) : FeatureStoreTests(fixture, PostgresEngine.Embedded);

public sealed class DebianFeatureStoreTests(PostgresFixture fixture) : FeatureStoreTests(fixture, PostgresEngine.Debian);

public abstract class FeatureStoreTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Latest_WrittenThenRead_IsTheSame()
    {
        var print = Digest.Of("a"u8);
        var vectors = new[] { Vector(UsdJpy, At(2017, 6, 1), print), Vector(EurUsd, At(2017, 6, 1), print) };

        await Storage.Features.WriteLatestAsync(vectors, Stop);

        var read = await Storage.Features.ReadLatestAsync(print, Stop);
        read.Select(vector => vector.Pair).ShouldBe([EurUsd, UsdJpy]);
        (read[0] with { Values = default }).ShouldBe(vectors[1] with { Values = default });
        read[0].Values.ToArray().ShouldBe(vectors[1].Values.ToArray());
        (await Storage.Features.ReadLatestAsync(Digest.Of("unknown"u8), Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Latest_OlderVector_DoesNotReplace()
    {
        var pair = Pair.Parse("GBPUSD");
        var print = Digest.Of("b"u8);
        await Storage.Features.WriteLatestAsync([Vector(pair, At(2017, 6, 1, 12), print)], Stop);

        await Storage.Features.WriteLatestAsync([Vector(pair, At(2017, 6, 1, 11), print)], Stop);

        (await Storage.Features.ReadLatestAsync(print, Stop)).ShouldHaveSingleItem().Close.ShouldBe(At(2017, 6, 1, 12));
    }

    [Fact]
    public async Task Latest_OlderVectorOfAnotherSchema_Replaces()
    {
        var pair = Pair.Parse("GBPJPY");
        await Storage.Features.WriteLatestAsync([Vector(pair, At(2017, 6, 1, 12), Digest.Of("c"u8))], Stop);

        await Storage.Features.WriteLatestAsync([Vector(pair, At(2017, 6, 1, 11), Digest.Of("d"u8))], Stop);

        (await Storage.Features.ReadLatestAsync(Digest.Of("c"u8), Stop)).ShouldBeEmpty();
        (await Storage.Features.ReadLatestAsync(Digest.Of("d"u8), Stop)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Latest_None_IsFine() => await Storage.Features.WriteLatestAsync([], Stop);

    [Fact]
    public async Task EngineState_LatestNotAfter_IsGiven()
    {
        var print = Digest.Of("e"u8);
        for (var day = 1; day <= 3; day++)
        {
            await Storage.Features.WriteEngineStateAsync(At(2017, 6, day), print, new[] { (byte)day }, Stop);
        }

        (await StateAsync(print, null)).ShouldBe((At(2017, 6, 3), 3));
        (await StateAsync(print, At(2017, 6, 2, 23, 59))).ShouldBe((At(2017, 6, 2), 2));
        (await StateAsync(print, At(2017, 6, 2))).ShouldBe((At(2017, 6, 2), 2));
        (await StateAsync(print, At(2017, 5, 31))).ShouldBeNull();
        (await StateAsync(Digest.Of("unknown"u8), null)).ShouldBeNull();
    }

    [Fact]
    public async Task EngineState_SameMinuteAgain_Replaces_AndTheLastThreeAreKept()
    {
        var print = Digest.Of("f"u8);
        for (var day = 1; day <= 5; day++)
        {
            await Storage.Features.WriteEngineStateAsync(At(2017, 7, day), print, new byte[] { 0 }, Stop);
            await Storage.Features.WriteEngineStateAsync(At(2017, 7, day), print, new[] { (byte)day }, Stop);
        }

        (await StateAsync(print, At(2017, 7, 2))).ShouldBeNull();
        (await StateAsync(print, At(2017, 7, 3))).ShouldBe((At(2017, 7, 3), 3));
        (await StateAsync(print, null)).ShouldBe((At(2017, 7, 5), 5));
    }

    [Fact]
    public async Task Table_WrittenTwice_HasEachRowOnceWithTheNewValues()
    {
        var first = At(2001, 1, 31, 23, 58);
        await Storage.Features.WriteTableAsync(Table("bqx", first, 5, 0, "bqx_w15_return", "end"), Stop);

        await Storage.Features.WriteTableAsync(Table("bqx", first, 5, 100, "bqx_w15_return", "end"), Stop);

        (await ScalarAsync("select count(*) from bqx.bqx where ts between '2001-01-31Z' and '2001-02-02Z'")).ShouldBe(5L);
        (await ScalarAsync("""select "end" from bqx.bqx where pair = 'EURUSD' and ts = '2001-02-01 00:02Z'""")).ShouldBe(109f);
    }

    [Fact]
    public async Task Table_NewColumnLater_IsAddedAndEarlierRowsHaveNone()
    {
        var first = At(2002, 1, 1);
        await Storage.Features.WriteTableAsync(Table("reg", first, 1, 1, "one"), Stop);

        await Storage.Features.WriteTableAsync(Table("reg", first + 1, 1, 1, "one", "two"), Stop);

        (await ScalarAsync("select two from bqx.reg where ts = '2002-01-01Z'")).ShouldBe(DBNull.Value);
        (await ScalarAsync("select two from bqx.reg where ts = '2002-01-01 00:01Z'")).ShouldBe(2f);
    }

    [Fact]
    public async Task Table_ManyPairsAtOnce_AddsTheColumnsOnce()
    {
        var tables = Pair.All.Select(pair => Table("reg", At(2003, 1, 1), 10, 0, "a1", "a2", "a3") with { Pair = pair });

        await Task.WhenAll(tables.Select(table => Storage.Features.WriteTableAsync(table, Stop)));

        (await ScalarAsync("select count(a3) from bqx.reg where ts >= '2003-01-01Z' and ts < '2003-01-02Z'")).ShouldBe(280L);
    }

    [Theory]
    [InlineData("m1", "a")]
    [InlineData("bqx; drop table bqx.m1", "a")]
    [InlineData("reg", "a b")]
    [InlineData("reg", "a\"b")]
    [InlineData("reg", "")]
    [InlineData("reg", "Upper")]
    public async Task Table_BadName_IsRefused(string table, string column) =>
        (await Should.ThrowAsync<FaultException>(
            () => Storage.Features.WriteTableAsync(Table(table, At(2004, 1, 1), 1, 0, column), Stop)))
            .Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public async Task Table_ValuesDoNotFillTheRows_IsRefused()
    {
        var table = Table("reg", At(2004, 1, 1), 2, 0, "a") with { Values = new float[3] };

        (await Should.ThrowAsync<FaultException>(() => Storage.Features.WriteTableAsync(table, Stop)))
            .Message.ShouldBe("3 values do not fill 2 rows of 1 columns.");
    }

    [Fact]
    public async Task Table_WrittenThenRead_GivesTheRowsOfTheRangeAndPair()
    {
        var first = At(2005, 1, 31, 23, 58);
        await Storage.Features.WriteTableAsync(Table("cross_pair_momentum", first, 5, 0, "x_a", "x_b"), Stop);
        await Storage.Features.WriteTableAsync(Table("cross_pair_momentum", first, 5, 100, "x_a", "x_b") with { Pair = UsdJpy }, Stop);

        var read = await Storage.Features.ReadTableAsync(
            new FeatureTableQuery("cross_pair_momentum", EurUsd, ["x_b", "x_never", "x_a"], first, first + 3), Stop);

        read.Closes.ToArray().ShouldBe([first + 1, first + 2, first + 3]);
        read.Values.ToArray().ShouldBe([3, float.NaN, 2, 5, float.NaN, 4, 7, float.NaN, 6]);
        (await Storage.Features.ReadTableAsync(new FeatureTableQuery("reg", EurUsd, ["x_a"], At(1999, 1, 1), At(1999, 2, 1)), Stop))
            .Closes.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Table_OfAGraph_KeepsItsDigestAndIsReadByIt()
    {
        var first = At(2006, 1, 1);
        var graph = Digest.Of("graph"u8);
        await Storage.Features.WriteTableAsync(Table("cross_pair_lead_lag", first, 2, 0, "x_lead") with { Origin = graph }, Stop);

        (await ScalarAsync("select encode(graph, 'hex') from bqx.cross_pair_lead_lag where ts = '2006-01-01Z'")).ShouldBe($"{graph}");
        (await RowsAsync(graph)).ShouldBe(2);
        (await RowsAsync(Digest.Of("another"u8))).ShouldBe(0);

        async Task<int> RowsAsync(Digest origin) => (await Storage.Features.ReadTableAsync(
            new FeatureTableQuery("cross_pair_lead_lag", EurUsd, ["x_lead"], first - 1, first + 9, origin), Stop)).Closes.Length;
    }

    [Fact]
    public async Task Table_OfEmbeddings_HasItsColumnsFromTheStart()
    {
        var table = Table("autoencoder_embeddings", At(2006, 1, 1), 1, 0, [.. Enumerable.Range(0, 64).Select(i => $"e{i}")]);
        await Storage.Features.WriteTableAsync(table with { Origin = Print }, Stop);

        (await ScalarAsync("select e63 from bqx.autoencoder_embeddings where encode(encoder, 'hex') = '" + Print + "'")).ShouldBe(63f);
        (await Should.ThrowAsync<FaultException>(() => Storage.Features.WriteTableAsync(
            Table("autoencoder_embeddings", At(2006, 1, 1), 1, 0, "e64") with { Origin = Print }, Stop))).Message.ShouldContain("42703");
    }

    [Theory]
    [InlineData("reg", true, "Rows of reg have no origin.")]
    [InlineData("cross_pair_lead_lag", false, "Rows of cross_pair_lead_lag need a digest as their graph.")]
    public async Task Table_OriginWhereItDoesNotBelong_IsRefused(string table, bool origin, string message) =>
        (await Should.ThrowAsync<FaultException>(() => Storage.Features.WriteTableAsync(
            Table(table, At(2004, 1, 1), 1, 0, "a") with { Origin = origin ? Print : null }, Stop))).Message.ShouldBe(message);

    private static FeatureVector Vector(Pair pair, Minute close, Digest print) => new(
        pair, close, print, VectorFlags.Filled, new[] { 1f, -0.5f, 3e38f }, new DateTimeOffset(2017, 6, 1, 12, 0, 1, TimeSpan.Zero));

    private static FeatureTable Table(string table, Minute first, int rows, float start, params ImmutableArray<string> columns) => new(
        table,
        EurUsd,
        columns,
        Enumerable.Range(0, rows).Select(i => first + i).ToArray(),
        Enumerable.Range(0, rows * columns.Length).Select(i => start + i).ToArray());

    private async Task<(Minute Close, int State)?> StateAsync(Digest print, Minute? notAfter) =>
        await Storage.Features.ReadEngineStateAsync(print, notAfter, Stop) is var (close, state) ? (close, state.Single()) : null;
}
