using System.Collections.Immutable;

namespace Bqx.Learning.Inspection;

/// <summary>Activations of the last layer that the heads of nets share, after its ReLU.</summary>
/// <param name="Rows">Rows looked at, all pairs together.</param>
/// <param name="Width">Units of the layer.</param>
/// <param name="Pairs">Each pair's own net on its own rows.</param>
/// <param name="Units">Units that tell the regimes apart most, the first most.</param>
public sealed record SharedLayer(
    int Rows, int Width, ImmutableArray<PairActivity> Pairs, ImmutableArray<UnitActivity> Units);
