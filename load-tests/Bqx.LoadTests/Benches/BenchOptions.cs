namespace Bqx.LoadTests.Benches;

/// <summary>What the command line says about a bench.</summary>
/// <param name="Rounds">Interleaved rounds; a ratio is the median over them.</param>
/// <param name="Duration">Length of each throughput run; a latency run takes half of it.</param>
/// <param name="Concurrency">Streams in flight.</param>
internal sealed record BenchOptions(int Rounds, TimeSpan Duration, IReadOnlyList<int> Concurrency);
