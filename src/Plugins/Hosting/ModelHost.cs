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

    private readonly IModelRepository _repository;
    private readonly ModelVerifier _verifier;
    private readonly FeatureSchema _schema;
    private readonly FrozenDictionary<string, IModelPlugin> _plugins;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly StatusBoard _board = new();

    // Written under the gate; read under the gate.
    private readonly List<LoadedModel> _candidates = [];

    // Written under the gate, by one volatile write; read by anyone.
    private volatile ModelSet _current = ModelSet.Empty;

    public ModelHost(IModelRepository repository, FeatureSchema schema, PackageLimits limits, IEnumerable<IModelPlugin> plugins)
    {
        _repository = repository;
        _schema = schema;
        _verifier = new ModelVerifier(schema, limits);
        _plugins = plugins.ToFrozenDictionary(plugin => plugin.Kind, StringComparer.Ordinal);
    }

    /// <summary>Raised after every change of a package's state, on the thread that made it.</summary>
    public event EventHandler<ModelStatusEventArgs>? StateChanged
    {
        add => _board.Changed += value;
        remove => _board.Changed -= value;
    }

    /// <summary>The models that serve.</summary>
    public ModelSet Current => _current;

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

    /// <summary>Replaces the serving set. Models that no label is on any more are freed by their last reader.</summary>
    /// <param name="byLabel">Loaded models by label.</param>
    /// <param name="cancellationToken">Ends the wait for a load in progress.</param>
    /// <exception cref="ArgumentException">One of them has been freed.</exception>
    public async Task ServeAsync(IReadOnlyDictionary<string, LoadedModel> byLabel, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var next = new ModelSet(byLabel);
            if (next.Models.FirstOrDefault(model => model.IsFreed) is { } freed)
            {
                throw new ArgumentException($"{freed.Id} has been freed.", nameof(byLabel));
            }

            var retired = _current.Models.Except(next.Models).ToList();
            _candidates.RemoveAll(model => next.Models.Contains(model));
            _current = next;
            retired.ForEach(Drain);
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
            var files = await _repository.ReadAsync(id, cancellationToken);
            var model = Warm(_verifier.Verify(id, files));
            _candidates.Add(model);
            Report(model, ModelState.Ready);
            TrimCandidates();
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

    private LoadedModel Warm(ModelPackage package)
    {
        var manifest = package.Manifest;
        _board.Set(new ModelStatus(
            manifest.Id, ModelState.Warming, null, package.ManifestDigest, manifest.Kind, manifest.Target));
        if (!_plugins.TryGetValue(manifest.Kind, out var plugin))
        {
            throw Refuse.Because($"No plug-in runs models of kind '{manifest.Kind}': known are {string.Join(", ", _plugins.Keys.Order())}.");
        }

        var model = plugin.Load(package);
        try
        {
            ProbeCheck.Run(model, package, _schema);
            return new LoadedModel(package, model, freed => Report(freed, ModelState.Unloaded));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void TrimCandidates()
    {
        while (_candidates.Count > MaxCandidates)
        {
            var oldest = _candidates[0];
            _candidates.RemoveAt(0);
            Drain(oldest);
        }
    }

    private void Drain(LoadedModel model)
    {
        Report(model, ModelState.Draining);
        model.Retire();
    }

    private void Report(LoadedModel model, ModelState state) => _board.Set(new ModelStatus(
        model.Id, state, null, model.Digest, model.Manifest.Kind, model.Manifest.Target));
}
