using Bqx.Core;

namespace Bqx.Trainer.Tests.FeatureTables;

/// <summary>Feature store in memory; keeps every table written and every snapshot.</summary>
internal sealed class MemoryFeatures : IFeatureStore
{
    public List<FeatureTable> Tables { get; } = [];

    public SortedDictionary<Minute, byte[]> States { get; } = [];

    public IReadOnlyList<FeatureVector> Latest { get; private set; } = [];

    public Task WriteLatestAsync(IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken)
    {
        Latest = vectors;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<FeatureVector>> ReadLatestAsync(Digest fingerprint, CancellationToken cancellationToken) => Task.FromResult(Latest);

    public Task WriteEngineStateAsync(Minute close, Digest fingerprint, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        States[close] = state.ToArray();
        return Task.CompletedTask;
    }

    public Task ForgetEngineStatesAsync(Minute from, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<(Minute Close, byte[] State)?> ReadEngineStateAsync(Digest fingerprint, Minute? notAfter, CancellationToken cancellationToken)
    {
        var found = States.Where(state => !(state.Key > notAfter)).ToList();
        return Task.FromResult<(Minute, byte[])?>(found.Count == 0 ? null : (found[^1].Key, found[^1].Value));
    }

    public Task WriteTableAsync(FeatureTable table, CancellationToken cancellationToken)
    {
        lock (Tables)
        {
            Tables.Add(table);
        }

        return Task.CompletedTask;
    }

    public Task<FeatureTable> ReadTableAsync(FeatureTableQuery query, CancellationToken cancellationToken)
    {
        var closes = new List<Minute>();
        var values = new List<float>();
        foreach (var table in Tables.Where(table => table.Table == query.Table && table.Pair == query.Pair && table.Origin == query.Origin))
        {
            for (var row = 0; row < table.Closes.Length; row++)
            {
                if (table.Closes.Span[row] is var close && close > query.After && close <= query.UpTo)
                {
                    closes.Add(close);
                    values.AddRange(query.Columns.Select(column => Value(table, row, column)));
                }
            }
        }

        return Task.FromResult(new FeatureTable(query.Table, query.Pair, query.Columns, closes.ToArray(), values.ToArray(), query.Origin));
    }

    private static float Value(FeatureTable table, int row, string column) =>
        table.Columns.IndexOf(column) is >= 0 and var i ? table.Values.Span[(row * table.Columns.Length) + i] : float.NaN;
}
