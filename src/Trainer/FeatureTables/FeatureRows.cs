using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Rows of all feature tables of some pairs, collected minute by minute from an engine. Not thread-safe.</summary>
internal sealed class FeatureRows(IReadOnlyList<Pair> pairs)
{
    /// <summary>Minutes that are held before they are handed over: some 100 MB of rows.</summary>
    private const int ChunkMinutes = MarketCalendar.MinutesPerWeek / 2;

    private readonly float[] _vector = new float[FeatureCatalogue.Schema.Count];
    private readonly List<(Pair Pair, List<FeatureTableBuffer> Tables)> _pairs =
        [.. pairs.Select(pair => (pair, StoredTable.All.Select(table => new FeatureTableBuffer(table, pair)).ToList()))];

    private int _minutes;

    /// <summary>Whether it is time to <see cref="TakeAsync"/> them.</summary>
    public bool IsFull => _minutes >= ChunkMinutes;

    /// <summary>Takes the rows of the engine's minute, of the pairs that are complete.</summary>
    public void Add(FeatureEngine engine, Minute close)
    {
        _minutes++;
        foreach (var (pair, tables) in _pairs)
        {
            if (engine.TryRead(pair, _vector))
            {
                tables.ForEach(table => table.Add(close, _vector));
            }
        }
    }

    /// <summary>
    /// Hands all rows over, a table and pair at a time and several at once, and starts anew; a table without rows is handed over too.
    /// Returns how many rows.
    /// </summary>
    public async Task<long> TakeAsync(Func<FeatureTable, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(_pairs.SelectMany(pair => pair.Tables), parallel, async (table, token) =>
        {
            Interlocked.Add(ref rows, table.Rows);
            await take(table.Take(), token);
        });
        _minutes = 0;
        return rows;
    }
}
