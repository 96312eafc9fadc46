using Bqx.Core;

namespace Bqx.Features.Tests.Engine;

public sealed class AllocationTests
{
    [Fact]
    public void AdvanceAndRead_SteadyState_AllocateNothing()
    {
        var random = new Random(3);
        var prices = Enumerable.Repeat(120_000, Pair.Count).ToArray();
        var minutes = Enumerable.Range(0, 9000).Select(i => TestBars.Walk(prices, random, TestBars.FirstNumber + i)).ToArray();
        var engine = new FeatureEngine();
        var values = new float[FeatureCatalogue.Schema.Count];
        Run(engine, values, minutes.AsSpan(0, 1500));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(engine, values, minutes.AsSpan(1500));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Run(FeatureEngine engine, float[] values, ReadOnlySpan<MinuteBars> minutes)
    {
        foreach (var minute in minutes)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            foreach (var pair in Pair.All)
            {
                engine.TryRead(pair, values);
            }
        }
    }
}
