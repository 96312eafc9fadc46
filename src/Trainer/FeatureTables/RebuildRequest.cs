using System.Text;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Which rows of the feature tables are to be computed again.</summary>
/// <param name="From">Close of the first; null: that of the first bar.</param>
/// <param name="To">Close of the last; null: that of the last bar.</param>
/// <param name="Pairs">The pairs, in index order.</param>
internal sealed record RebuildRequest(Minute? From, Minute? To, IReadOnlyList<Pair> Pairs)
{
    /// <summary>Names the request with its bounds filled in and the catalogue it was made for: only the very same one is gone on with.</summary>
    public static Digest Identify(Minute from, Minute to, IReadOnlyList<Pair> pairs) => Digest.Of(Encoding.UTF8.GetBytes(
        $"{FeatureCatalogue.Schema.Fingerprint} {from} {to} {string.Join(',', pairs.Select(pair => pair.Name))}"));
}
