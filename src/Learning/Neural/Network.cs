using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>
/// A network: what it reads, what it answers, and how both are written. The same writing serves training and inference; the
/// <see cref="LayerWriter"/> knows which of the two it is, and collects the parameters on the way.
/// </summary>
internal abstract class Network
{
    /// <summary>What inference reads.</summary>
    public abstract ImmutableArray<NamedWidth> Inputs { get; }

    /// <summary>What only the loss reads.</summary>
    public virtual ImmutableArray<NamedWidth> Targets => [];

    /// <summary>What it answers.</summary>
    public abstract ImmutableArray<NamedWidth> Outputs { get; }

    /// <summary>Writes the outputs, in their order.</summary>
    public abstract ImmutableArray<string> Forward(LayerWriter layers, ImmutableArray<string> inputs);

    /// <summary>Writes the mean loss of the batch, a scalar.</summary>
    public abstract string Loss(
        LayerWriter layers, ImmutableArray<string> inputs, ImmutableArray<string> outputs, ImmutableArray<string> targets);
}
