using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Tests.Benches;

internal static class BriefOptions
{
    /// <summary>Enough to see every step of a bench; the figures mean nothing.</summary>
    public static BenchOptions Of(params int[] concurrency) => new(1, TimeSpan.FromMilliseconds(100), concurrency)
    {
        WarmUp = TimeSpan.FromMilliseconds(100),
        AllocationCalls = 500,
    };
}
