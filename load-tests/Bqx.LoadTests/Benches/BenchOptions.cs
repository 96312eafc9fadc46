namespace Bqx.LoadTests.Benches;

/// <summary>How the benches run that h2load drives.</summary>
/// <param name="Rounds">Interleaved rounds; a ratio is the median over them.</param>
/// <param name="Duration">Length of each throughput run; a latency run takes half of it.</param>
/// <param name="Concurrency">Streams in flight.</param>
internal sealed record BenchOptions(int Rounds, TimeSpan Duration, IReadOnlyList<int> Concurrency)
{
    /// <value>Load on each target before the first round: tiered compilation needs some 100,000 calls and a moment.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Calls of a batch over which allocated bytes are averaged.</value>
    public int AllocationCalls { get; init; } = 10_000;
}
