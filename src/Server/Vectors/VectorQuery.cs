using Bqx.Core;
using Bqx.Server.Requests;

namespace Bqx.Server.Vectors;

/// <summary>What a caller asks of its own vector.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Model">A label or name@version; empty: production.</param>
/// <param name="Features">The features, or those and the embedding.</param>
/// <param name="Fingerprint">What the caller takes the features for.</param>
/// <param name="Close">Close of the bar that they are as of; null: no signal is asked for.</param>
/// <param name="Price">Close price of that bar; ignored without a close.</param>
internal sealed record VectorQuery(
    Pair Pair, string Model, ReadOnlyMemory<float> Features, string Fingerprint, Minute? Close, double Price)
{
    /// <summary>Keeps what it is run with; null: nobody wants it.</summary>
    public VectorCapture? Capture { get; init; }
}
