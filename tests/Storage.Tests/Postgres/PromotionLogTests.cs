using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedPromotionLogTests(PostgresFixture fixture) : PromotionLogTests(fixture, PostgresEngine.Embedded);

public sealed class DebianPromotionLogTests(PostgresFixture fixture) : PromotionLogTests(fixture, PostgresEngine.Debian);

/// <summary>Each test uses labels of its own.</summary>
public abstract class PromotionLogTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly ModelId One = new("ridge", 1);
    private static readonly ModelId Two = new("ridge", 2);

    [Fact]
    public async Task List_WhatWasWritten_IsTheSameLatestFirst()
    {
        var first = new PromotionEntry("log-order", One, null, "nothing to compare", null, null);
        var second = new PromotionEntry("log-order", Two, One, "worse than the incumbent", "an emergency", 2.75);
        await Storage.Promotions.AddAsync(first, Stop);
        await Storage.Promotions.AddAsync(second, Stop);

        var entries = await Storage.Promotions.ListAsync("log-order", 10, Stop);

        entries.Select(entry => entry with { At = null }).ShouldBe([second, first]);
        entries.ShouldAllBe(entry => entry.At != null);
    }

    [Fact]
    public async Task List_Limit_GivesTheLatest()
    {
        await Storage.Promotions.AddAsync(new PromotionEntry("log-limit", One, null, "first", null, null), Stop);
        await Storage.Promotions.AddAsync(new PromotionEntry("log-limit", Two, One, "second", null, null), Stop);

        (await Storage.Promotions.ListAsync("log-limit", 1, Stop)).Single().Judgement.ShouldBe("second");
        (await Storage.Promotions.ListAsync(null, 1, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Add_LongTexts_AreCut()
    {
        var text = new string('x', 2_000);
        await Storage.Promotions.AddAsync(new PromotionEntry("log-long", One, null, text, text, null), Stop);

        var entry = (await Storage.Promotions.ListAsync("log-long", 1, Stop)).Single();

        (entry.Judgement.Length, entry.Forced!.Length).ShouldBe((1_000, 1_000));
    }
}
