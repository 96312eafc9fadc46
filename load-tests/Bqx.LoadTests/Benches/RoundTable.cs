using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Benches;

/// <summary>The cells of interleaved rounds, by subject and concurrency; a cell's values are in round order.</summary>
internal sealed class RoundTable
{
    private readonly Dictionary<(string Name, int Concurrency), Cell> _cells = [];

    public void Add(string name, int concurrency, double perSecond, LatencySummary latency)
    {
        var cell = Cells(name, concurrency);
        cell.PerSecond.Add(perSecond);
        cell.Latency.Add(latency);
    }

    public void SetAllocated(string name, int concurrency, double bytes) => Cells(name, concurrency).Allocated = bytes;

    public bool Has(string name, int concurrency) => _cells.ContainsKey((name, concurrency));

    public IReadOnlyList<double> PerSecond(string name, int concurrency) => _cells[(name, concurrency)].PerSecond;

    public IReadOnlyList<double> Latency(string name, int concurrency, Func<LatencySummary, double> percentile) =>
        [.. _cells[(name, concurrency)].Latency.Select(percentile)];

    public double? Allocated(string name, int concurrency) => _cells[(name, concurrency)].Allocated;

    /// <summary>Medians over the rounds, in the order in which cells were first filled.</summary>
    public IReadOnlyList<BenchSeries> Series() =>
    [
        .. _cells.Select(pair => new BenchSeries(
            pair.Key.Name,
            pair.Key.Concurrency,
            Statistics.Median(pair.Value.PerSecond),
            Statistics.Median(pair.Value.Latency.Select(latency => latency.P50)),
            Statistics.Median(pair.Value.Latency.Select(latency => latency.P95)),
            Statistics.Median(pair.Value.Latency.Select(latency => latency.P99)),
            Statistics.Median(pair.Value.Latency.Select(latency => latency.P999)),
            pair.Value.Allocated)),
    ];

    private Cell Cells(string name, int concurrency)
    {
        if (!_cells.TryGetValue((name, concurrency), out var cell))
        {
            _cells[(name, concurrency)] = cell = new Cell();
        }

        return cell;
    }

    private sealed class Cell
    {
        public List<double> PerSecond { get; } = [];

        public List<LatencySummary> Latency { get; } = [];

        public double? Allocated { get; set; }
    }
}
