using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// A warmed model and its readers. The host holds one reference and every reader one; whoever gives the last one back frees
/// the model, so no reader ever runs a freed one and no retired model outlives its last reader.
/// </summary>
public sealed class LoadedModel
{
    private readonly IPredictor _model;
    private readonly ModelCalibration[] _calibrations;
    private readonly Action<LoadedModel> _freed;

    // References: 1 for the host + 1 a reader. Once 0 it stays 0. Written by Interlocked only.
    private int _references = 1;
    private int _retired;

    internal LoadedModel(VerifiedModel verified, IPredictor model, Action<LoadedModel> freed)
    {
        var package = verified.Package;
        Manifest = package.Manifest;
        Digest = package.ManifestDigest;
        Graph = package.Graph;
        Target = Target.TryParse(package.Manifest.Target, out var target)
            ? target
            : throw new ArgumentException("The package has not been verified.", nameof(verified));
        _calibrations = [.. Pair.All.Select(verified.CalibrationOf)];
        _model = model;
        _freed = freed;
        Graphs = verified.IsBundle
            ?
            [
                new ServedGraph(this, Manifest, null),
                .. verified.Members.Select((member, part) => new ServedGraph(this, member.Manifest, part)),
            ]
            : [new ServedGraph(this, Manifest, 0)];
    }

    /// <summary>What the package says of itself.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Digest of the package.</summary>
    public Digest Digest { get; }

    /// <summary>What it predicts.</summary>
    public Target Target { get; }

    /// <summary>The lead-lag graph that its features must be made with.</summary>
    public LeadLagGraph Graph { get; }

    /// <summary>Name and version.</summary>
    public ModelId Id => Manifest.Id;

    /// <summary>What callers can run on rows of their own: the model, then the members of a bundle, its encoder first.</summary>
    public ImmutableArray<ServedGraph> Graphs { get; }

    /// <summary>Whether the model has been freed.</summary>
    public bool IsFreed => Volatile.Read(ref _references) == 0;

    /// <summary>What the server applies to the outputs for a pair.</summary>
    public ModelCalibration CalibrationOf(Pair pair) => _calibrations[pair.Index];

    /// <summary>Runs the model; false when it has been freed, which a reader answers by taking the present set again.</summary>
    /// <param name="features">Raw features, row-major.</param>
    /// <param name="pairs">The pair of each row.</param>
    /// <param name="outputs">One element a row.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: the model failed or gave a value that is not finite.</exception>
    public bool TryPredict(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs)
    {
        if (!TryAcquire())
        {
            return false;
        }

        try
        {
            _model.Predict(features, pairs, outputs);
            return true;
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Runs one of its graphs; false when the model has been freed.</summary>
    internal bool TryRun(int part, ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        if (!TryAcquire())
        {
            return false;
        }

        try
        {
            _model.Run(part, rows, outputs);
            return true;
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Keeps the model loaded until what is returned is disposed of; null when it has been freed.</summary>
    public IDisposable? TryHold() => TryAcquire() ? new Hold(this) : null;

    /// <summary>Gives the host's reference back; the second call does nothing.</summary>
    internal void Retire()
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
        {
            Release();
        }
    }

    private sealed class Hold(LoadedModel model) : IDisposable
    {
        private LoadedModel? _model = model;

        public void Dispose() => Interlocked.Exchange(ref _model, null)?.Release();
    }

    private bool TryAcquire()
    {
        var seen = Volatile.Read(ref _references);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _model.Dispose();
            _freed(this);
        }
    }
}
