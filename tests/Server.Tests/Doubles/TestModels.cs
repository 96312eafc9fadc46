using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Loaded models whose outputs and calibration a test chooses.</summary>
internal static class TestModels
{
    public static async Task<LoadedModel> LoadAsync(
        ModelOutput output, Func<ModelManifest, ModelManifest>? change = null, ModelId? id = null, FeatureSchema? schema = null)
    {
        id ??= new ModelId("test", 1);
        schema ??= FeatureCatalogue.Schema;
        var repository = new FixedRepository { [id] = Package(id, output, change, schema) };
        var host = new ModelHost(repository, schema, new PackageLimits(), [new FixedPlugin()]);
        return await host.LoadAsync(id, CancellationToken.None);
    }

    public static ModelOutput Output(float bqx, float logRv = -7)
    {
        var output = NoOpModel.OutputOf(1);
        (output.Bqx, output.LogRv) = (bqx, logRv);
        return output;
    }

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Package(
        ModelId id, ModelOutput output, Func<ModelManifest, ModelManifest>? change, FeatureSchema schema)
    {
        var manifest = ModelManifestJson.Read(NoOpPackage.Create(id, schema)[PackageFileNames.Manifest].Span) with { Kind = FixedPlugin.KindName };
        ModelOutput[] expected = [output];
        var probe = new ProbeFile(schema.Count, ModelOutput.Count, new float[schema.Count], ModelOutput.Numbers(expected).ToArray());
        return PackageSeal.Close(
            change is null ? manifest : change(manifest),
            new Dictionary<string, ReadOnlyMemory<byte>> { [PackageFileNames.Probe] = probe.Write() });
    }
}

/// <summary>Runs packages that say of every row what their probe says.</summary>
internal sealed class FixedPlugin : IModelPlugin
{
    public const string KindName = "fixed";

    public string Kind => KindName;

    /// <summary>Runs in every prediction for a bar, after the outputs are written; it may change them, throw or wait.</summary>
    public Action<ModelId, float[]>? OnBar { get; set; }

    public IModel Load(ModelPackage package) => new Model(
        this, package.Manifest.Id, ProbeFile.Read(package.Files[PackageFileNames.Probe].Span).Outputs[..ModelOutput.Count]);

    private sealed class Model(FixedPlugin plugin, ModelId id, ReadOnlyMemory<float> output) : IModel
    {
        private bool _disposed;

        public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            for (var row = 0; row < outputs.Length; row += output.Length)
            {
                output.Span.CopyTo(outputs[row..]);
            }

            // A probe has one row.
            if (plugin.OnBar is { } onBar && outputs.Length == Pair.Count * output.Length)
            {
                var changed = outputs.ToArray();
                onBar(id, changed);
                changed.CopyTo(outputs);
            }
        }

        public void Dispose() => _disposed = true;
    }
}

/// <summary>Packages by id.</summary>
internal sealed class FixedRepository : Dictionary<ModelId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>, IModelRepository
{
    public Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelId>>([.. Keys.OrderBy(id => id.Name).ThenBy(id => id.Version)]);

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken) =>
        TryGetValue(id, out var files)
            ? Task.FromResult(files)
            : throw new FaultException(Fault.UnknownModel, $"There is no package {id}.");

    public Task PublishAsync(ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        Add(id, files);
        return Task.CompletedTask;
    }

    public Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        this[id] = new Dictionary<string, ReadOnlyMemory<byte>>(this[id]) { [PackageFileNames.Signature] = signature };
        return Task.CompletedTask;
    }
}
