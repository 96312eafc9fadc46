using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Trainer.Packages;

/// <summary>
/// Writes packages as graphs of their own, one a pair for a bundle, as Triton's model repository wants them:
/// <c>name_pair/config.pbtxt</c> and <c>name_pair/VERSION/model.onnx</c>. What was written is read back and run on the probes.
/// </summary>
internal sealed class StandaloneExport(IModelRepository models)
{
    /// <summary>Largest difference between a written graph and the package's own, relative to 1 + |expected|.</summary>
    public const double Tolerance = 1e-6;

    private const string ConfigFile = "config.pbtxt";

    /// <summary>Exports a verified package.</summary>
    /// <param name="id">A bundle, or a model for all pairs.</param>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="pair">Of a bundle, this pair only; null: all.</param>
    /// <param name="cancellationToken">Stops it between two graphs.</param>
    /// <returns>Names of the written models.</returns>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: a part of a bundle, or that version is there already; <see cref="Fault.ModelFailed"/>: the graph
    /// that was written computes something else.
    /// </exception>
    public async Task<IReadOnlyList<string>> RunAsync(ModelId id, string folder, Pair? pair, CancellationToken cancellationToken)
    {
        var package = await models.ReadContentAsync(id, cancellationToken);
        var members = await models.ReadMembersAsync(package.Manifest, cancellationToken);
        if (members.Count == 0)
        {
            Write(id.Name, id.Version, folder, Whole(package, pair), package.Manifest);
            return [id.Name];
        }

        var written = new List<string>();
        foreach (var head in members.Skip(1).Where(head => pair is null || head.Manifest.Pair == pair.Value.Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = $"{id.Name}_{head.Manifest.Pair.ToLowerInvariant()}";
            Write(name, id.Version, folder, Fused(members[0], head), package.Manifest);
            written.Add(name);
        }

        return written;
    }

    private static (byte[] Model, ProbeFile Probe) Whole(PackageContent package, Pair? pair)
    {
        var manifest = package.Manifest;
        if (manifest.Kind != ModelKinds.Multitask || manifest.EncoderDigest is not null || pair is not null)
        {
            throw new FaultException(Fault.InvalidInput, pair is not null
                ? $"{manifest.Id} is one graph for all pairs: leave --pair out."
                : $"{manifest.Id} does not predict by itself: export the bundle that it belongs to.");
        }

        return (package.Files[PackageFileNames.Model].ToArray(), ProbeFile.Read(package.Files[PackageFileNames.Probe].Span));
    }

    // The head's probe has the features and the embedding in a row; the fused graph reads the features.
    private static (byte[] Model, ProbeFile Probe) Fused(PackageContent encoder, PackageContent head)
    {
        var model = StandaloneGraph.Fuse(encoder.Files[PackageFileNames.Model].Span, head.Files[PackageFileNames.Model].Span);
        var probe = ProbeFile.Read(head.Files[PackageFileNames.Probe].Span);
        var width = probe.FeatureCount - ModelKinds.EmbeddingCount;
        var rows = new float[probe.Rows * width];
        for (var row = 0; row < probe.Rows; row++)
        {
            probe.Features.Slice(row * probe.FeatureCount, width).CopyTo(rows.AsMemory(row * width));
        }

        return (model, new ProbeFile(width, probe.OutputCount, rows, probe.Outputs));
    }

    private static void Write(string name, int version, string folder, (byte[] Model, ProbeFile Probe) graph, ModelManifest manifest)
    {
        try
        {
            var place = Path.Combine(folder, name);
            var numbered = Path.Combine(place, $"{version}");
            if (Directory.Exists(numbered))
            {
                throw new FaultException(Fault.InvalidInput, $"{name} has a version {version} there already: export to another folder.");
            }

            var unfinished = Path.Combine(place, $".{version}-{Guid.NewGuid():N}");
            Directory.CreateDirectory(unfinished);
            try
            {
                var file = Path.Combine(unfinished, PackageFileNames.Model);
                File.WriteAllBytes(file, graph.Model);
                Check(name, File.ReadAllBytes(file), graph.Probe);
                File.WriteAllText(Path.Combine(place, ConfigFile), TritonConfig.Write(name, manifest.Inputs, manifest.Outputs));
                Directory.Move(unfinished, numbered);
            }
            finally
            {
                if (Directory.Exists(unfinished))
                {
                    Directory.Delete(unfinished, recursive: true);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.StorageUnavailable, $"{name} cannot be written into the folder.", error);
        }
    }

    private static void Check(string name, byte[] model, ProbeFile probe)
    {
        using var session = new ServingSession(model, probe.FeatureCount);
        var outputs = new ModelOutput[probe.Rows];
        session.Predict(probe.Features, outputs);
        var numbers = ModelOutput.Numbers(outputs);
        for (var i = 0; i < numbers.Length; i++)
        {
            var expected = probe.Outputs.Span[i];
            if (!(Math.Abs(numbers[i] - expected) <= Tolerance * (1 + Math.Abs(expected))))
            {
                throw new FaultException(
                    Fault.ModelFailed, $"{name} computes {numbers[i]:G9} where the package computes {expected:G9}: more than {Tolerance} apart.");
            }
        }
    }
}
