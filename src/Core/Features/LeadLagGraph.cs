using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Bqx.Core;

/// <summary>
/// By how many minutes each sister leads each pair: 28 · 12 lags from 1 to 15, immutable. Fitted on a training window, so it is
/// part of a package, and of the fingerprint of the vectors that were made with it.
/// </summary>
public sealed class LeadLagGraph
{
    /// <summary>Longest lag, market minutes.</summary>
    public const int MaxLag = 15;

    /// <summary>Lag of an edge that is not significant, market minutes.</summary>
    public const int DefaultLag = 5;

    /// <summary>Edges: twelve sisters of 28 pairs.</summary>
    public const int Edges = Pair.Count * Sisters.Count;

    /// <summary>Every lag is <see cref="DefaultLag"/>: nothing has been fitted.</summary>
    public static readonly LeadLagGraph Default = new(Enumerable.Repeat((byte)DefaultLag, Edges).ToArray());

    private readonly ImmutableArray<byte> _lags;

    /// <param name="lags">Lags in market minutes, by pair index and within a pair by sister slot.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not 336 lags of 1 to 15.</exception>
    public LeadLagGraph(ReadOnlySpan<byte> lags)
    {
        if (lags.Length != Edges)
        {
            throw new FaultException(Fault.InvalidInput, $"A lead-lag graph has {Edges} lags, not {lags.Length}.");
        }

        foreach (var lag in lags)
        {
            if (lag is 0 or > MaxLag)
            {
                throw new FaultException(Fault.InvalidInput, $"A lead-lag graph cannot have the lag {lag}: 1 to {MaxLag} minutes are right.");
            }
        }

        _lags = [.. lags];
        Digest = Digest.Of(lags);
    }

    /// <summary>SHA-256 of the lags, one byte each.</summary>
    public Digest Digest { get; }

    /// <summary>The lags as they were given.</summary>
    public ReadOnlySpan<byte> Lags => _lags.AsSpan();

    /// <summary>Lags of a pair's sisters, by slot.</summary>
    public ReadOnlySpan<byte> Of(Pair pair) => _lags.AsSpan(pair.Index * Sisters.Count, Sisters.Count);

    /// <summary>
    /// Fingerprint of the vectors of a schema whose lead-lag features were made with this graph: the schema's own for the default
    /// graph, SHA-256 over the schema's fingerprint and <see cref="Digest"/> for any other.
    /// </summary>
    public Digest FingerprintOf(FeatureSchema schema)
    {
        if (Digest == Default.Digest)
        {
            return schema.Fingerprint;
        }

        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        schema.Fingerprint.Bytes.CopyTo(both);
        Digest.Bytes.CopyTo(both[SHA256.HashSizeInBytes..]);
        return Digest.Of(both);
    }
}
