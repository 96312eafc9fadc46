using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// Loads packages beside the ones that serve, and replaces the serving set whole:
/// <code>
/// repository ─► verify ─► plug-in loads ─► probes ─► READY candidate ─► Serve ─► drained when replaced ─► freed
///                  └────────┴───────────────┴──► FAILED, with the reason; the serving set is untouched
/// </code>
/// Loading and serving are serialized by one gate; <see cref="Current"/> is read without it.
/// </summary>
public sealed class ModelHost : IDisposable
{
    /// <summary>Most READY models that wait without serving; the oldest gives way.</summary>
    public const int MaxCandidates = 8;

    private readonly PackageLoader _loader;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly StatusBoard _board = new();

    // Written under the gate; read under the gate.
    private readonly List<LoadedModel> _candidates = [];

    // Written under the gate, by one volatile write; read by anyone.
    private volatile ModelSet _current = ModelSet.Empty;

    // Likewise, after the set and the candidates that it is made of and before what has left them is drained.
    private volatile LoadedGraphs _loaded = LoadedGraphs.Empty;

    /// <param name="repository">Where packages are.</param>
    /// <param name="schema">The features that are computed here.</param>
    /// <param name="limits">How large packages may be.</param>
    /// <param name="plugins">What runs them, one a kind.</param>
    /// <param name="keys">Whose packages are loaded; null: signatures are not asked for.</param>
    public ModelHost(
        IModelRepository repository,
        FeatureSchema schema,
        PackageLimits limits,
        IEnumerable<IModelPlugin> plugins,
        TrustedKeys? keys = null) => _loader = new PackageLoader(
            repository,
            new ModelVerifier(schema, limits, keys ?? TrustedKeys.None),
            limits,
            plugins.ToFrozenDictionary(plugin => plugin.Kind, StringComparer.Ordinal));

    /// <summary>Raised after every change of a package's state, on the thread that made it.</summary>
    public event EventHandler<ModelStatusEventArgs>? StateChanged
    {
        add => _board.Changed += value;
        remove => _board.Changed -= value;
    }

    /// <summary>The models that serve.</summary>
    public ModelSet Current => _current;

    /// <summary>All that can be run: what serves and what waits.</summary>
    public LoadedGraphs Loaded => _loaded;

    /// <summary>The packages this host has met, ordered by id.</summary>
    public IReadOnlyList<ModelStatus> Statuses => _board.Snapshot();

    /// <summary>The loaded model of an id: the one that serves or waits, or one that is verified and warmed now.</summary>
    /// <exception cref="FaultException">It was refused; the reason is also in its status.</exception>
    public async Task<LoadedModel> LoadAsync(ModelId id, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var loaded = _current.Models.Concat(_candidates).FirstOrDefault(model => model.Id == id);
            return loaded ?? await LoadCandidateAsync(id, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Verifies a package of any kind, runs its probes and lets it go.</summary>
    /// <exception cref="FaultException">It would be refused; with the reason.</exception>
    public async Task<ModelPackage> CheckAsync(ModelId id, CancellationToken cancellationToken)
    {
        var verified = await _loader.VerifyAsync(id, threads: 1, cancellationToken);
        using IDisposable loaded = verified.IsWhole ? await _loader.LoadAsync(verified, threads: 1) : _loader.LoadGraph(verified.Package);
        return verified.Package;
    }

    /// <summary>Replaces the serving set. Models that no label is on any more are freed by their last reader.</summary>
    /// <param name="byLabel">Loaded models by label.</param>
    /// <param name="cancellationToken">Ends the wait for a load in progress.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: one of them has been freed meanwhile.</exception>
    public async Task ServeAsync(IReadOnlyDictionary<string, LoadedModel> byLabel, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var next = new ModelSet(byLabel);
            if (next.Models.FirstOrDefault(model => model.IsFreed) is { } freed)
            {
                throw new FaultException(Fault.ModelFailed, $"{freed.Id} has been freed: load it again.");
            }

            var retired = _current.Models.Except(next.Models).ToList();
            _candidates.RemoveAll(model => next.Models.Contains(model));
            _current = next;
            Refresh();
            retired.ForEach(Drain);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Frees a model that waits without serving, once its readers have left.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.UnknownModel"/>: it is not loaded. <see cref="Fault.ModelFailed"/>: it serves.
    /// </exception>
    public async Task UnloadAsync(ModelId id, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current.ByLabel.Where(entry => entry.Value.Id == id).Select(entry => entry.Key).Order().FirstOrDefault() is { } label)
            {
                throw new FaultException(Fault.ModelFailed, $"{id} serves as '{label}': move the label first.");
            }

            var model = _candidates.Find(candidate => candidate.Id == id)
                ?? throw new FaultException(Fault.UnknownModel, $"{id} is not loaded.");
            _candidates.Remove(model);
            Refresh();
            Drain(model);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Frees every model once its readers have left.</summary>
    public void Dispose()
    {
        var models = _current.Models;
        _current = ModelSet.Empty;
        _loaded = LoadedGraphs.Empty;
        foreach (var model in models.Concat(_candidates).ToList())
        {
            Drain(model);
        }

        _candidates.Clear();
        _gate.Dispose();
    }

    private async Task<LoadedModel> LoadCandidateAsync(ModelId id, CancellationToken cancellationToken)
    {
        _board.Set(new ModelStatus(id, ModelState.Verifying, null, null, null, null));
        try
        {
            // While something serves, its requests come first.
            var threads = _current.Models.Any() ? 1 : Environment.ProcessorCount;
            var model = await WarmAsync(await _loader.VerifyAsync(id, threads, cancellationToken), threads);
            _candidates.Add(model);
            var excess = TakeExcess();
            Refresh();
            Report(model, ModelState.Ready);
            excess.ForEach(Drain);
            return model;
        }
        catch (FaultException refused)
        {
            _board.Set(new ModelStatus(id, ModelState.Failed, refused.Message, null, null, null));
            throw;
        }
        catch (OperationCanceledException)
        {
            _board.Set(new ModelStatus(id, ModelState.Failed, "The load was interrupted.", null, null, null));
            throw;
        }
        catch (Exception error)
        {
            var refused = new FaultException(Fault.ModelFailed, $"{id} could not be loaded.", error);
            _board.Set(new ModelStatus(id, ModelState.Failed, refused.Message, null, null, null));
            throw refused;
        }
    }

    private async Task<LoadedModel> WarmAsync(VerifiedModel verified, int threads)
    {
        var (manifest, digest) = (verified.Package.Manifest, verified.Package.ManifestDigest);
        _board.Set(new ModelStatus(manifest.Id, ModelState.Warming, null, digest, manifest.Kind, manifest.Target));
        Refuse.If(!verified.IsWhole, $"{manifest.Id} is one part of a model: ask for the bundle that it belongs to.");
        return new LoadedModel(verified, await _loader.LoadAsync(verified, threads), freed => Report(freed, ModelState.Unloaded));
    }

    private List<LoadedModel> TakeExcess()
    {
        var excess = _candidates.Take(_candidates.Count - MaxCandidates).ToList();
        _candidates.RemoveRange(0, excess.Count);
        return excess;
    }

    private void Refresh() => _loaded = new LoadedGraphs(_current, _candidates);

    private void Drain(LoadedModel model)
    {
        Report(model, ModelState.Draining);
        model.Retire();
    }

    private void Report(LoadedModel model, ModelState state) => _board.Set(new ModelStatus(
        model.Id, state, null, model.Digest, model.Manifest.Kind, model.Manifest.Target));
}
