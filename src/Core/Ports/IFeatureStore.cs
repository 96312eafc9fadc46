namespace Bqx.Core;

/// <summary>Features in PostgreSQL: the latest vectors and engine states, and the tables of computed families.</summary>
public interface IFeatureStore
{
    /// <summary>Upserts the latest vector of each pair (<c>bqx.feature_vector</c>, 28 rows).</summary>
    Task WriteLatestAsync(IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken);

    /// <summary>The latest stored vectors that have the fingerprint.</summary>
    Task<IReadOnlyList<FeatureVector>> ReadLatestAsync(Digest fingerprint, CancellationToken cancellationToken);

    /// <summary>Stores a snapshot of the streaming engine as of a minute (<c>bqx.engine_state</c>); the last three are kept.</summary>
    Task WriteEngineStateAsync(Minute close, Digest fingerprint, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the snapshots of a minute and later, of every catalogue and of interrupted rebuilds: a bar of that minute has come late or been
    /// corrected.
    /// </summary>
    Task ForgetEngineStatesAsync(Minute from, CancellationToken cancellationToken);

    /// <summary>The latest snapshot at or before a minute, or null.</summary>
    Task<(Minute Close, byte[] State)?> ReadEngineStateAsync(Digest fingerprint, Minute? notAfter, CancellationToken cancellationToken);

    /// <summary>
    /// Stores rows of a feature table of one pair (<c>bqx.bqx</c>, <c>bqx.reg</c>, …), idempotent by (pair, ts). Columns are named by
    /// feature; the table gets those that it does not have yet.
    /// </summary>
    Task WriteTableAsync(FeatureTable table, CancellationToken cancellationToken);

    /// <summary>Stored rows in order of close. What was never stored, a whole column even, is NaN.</summary>
    Task<FeatureTable> ReadTableAsync(FeatureTableQuery query, CancellationToken cancellationToken);
}
