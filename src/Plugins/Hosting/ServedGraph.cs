using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// What a caller can run on rows of its own: a whole model, or one member of a bundle. It lives as long as the model that it belongs to: a run
/// holds a reference to that.
/// </summary>
public sealed class ServedGraph
{
    private readonly int? _part;

    /// <param name="model">The model that it belongs to.</param>
    /// <param name="manifest">Its own manifest.</param>
    /// <param name="part">Its place in the model; null: the model as a whole, which asks for the pair.</param>
    internal ServedGraph(LoadedModel model, ModelManifest manifest, int? part)
    {
        Model = model;
        Manifest = manifest;
        _part = part;
        InputWidth = (int)manifest.Inputs[0].Shape[1];
        Outputs = ServedOutput.Of(manifest.Outputs);
        OutputWidth = Outputs.Sum(output => output.Width);
    }

    /// <summary>The model that it belongs to.</summary>
    public LoadedModel Model { get; }

    /// <summary>What its package says of itself.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Name and version of its package.</summary>
    public ModelId Id => Manifest.Id;

    /// <summary>Whether rows are of a pair: true of bundles alone.</summary>
    public bool NeedsPair => _part is null;

    /// <summary>Numbers in a row of its input.</summary>
    public int InputWidth { get; }

    /// <summary>Its outputs, in the order of the manifest.</summary>
    public ImmutableArray<ServedOutput> Outputs { get; }

    /// <summary>Numbers in a row of all its outputs.</summary>
    public int OutputWidth { get; }

    /// <summary>What callers asked of it.</summary>
    public GraphCounters Counters { get; } = new();

    /// <summary>Runs it; false when it has been freed, which a caller answers by looking for it again.</summary>
    /// <param name="rows">Row-major.</param>
    /// <param name="pair">Whose rows they are; ignored unless <see cref="NeedsPair"/>.</param>
    /// <param name="outputs">Row-major: all outputs of a row side by side.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: it failed or gave a value that is not finite.</exception>
    public bool TryRun(ReadOnlyMemory<float> rows, Pair pair, Span<float> outputs)
    {
        if (_part is { } part)
        {
            return Model.TryRun(part, rows, outputs);
        }

        var pairs = new Pair[rows.Length / InputWidth];
        pairs.AsSpan().Fill(pair);
        return Model.TryPredict(rows, pairs, MemoryMarshal.Cast<float, ModelOutput>(outputs));
    }
}
