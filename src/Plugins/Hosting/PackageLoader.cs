using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>Reads and verifies a package with all that it names, then loads and warms its graphs.</summary>
internal sealed class PackageLoader(
    IModelRepository repository, ModelVerifier verifier, PackageLimits limits, FrozenDictionary<string, IModelPlugin> plugins)
{
    /// <summary>Reads and verifies a package, and a bundle's members.</summary>
    /// <param name="id">The package.</param>
    /// <param name="threads">How many members are verified at once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<VerifiedModel> VerifyAsync(ModelId id, int threads, CancellationToken cancellationToken)
    {
        var package = verifier.Verify(id, await repository.ReadAsync(id, cancellationToken));
        if (package.Manifest.Kind != ModelKinds.Bundle)
        {
            return new VerifiedModel(package, []);
        }

        var members = new ModelPackage[package.Manifest.Members.Length];
        var bytes = 0L;
        await Parallel.ForAsync(0, members.Length, Of(threads, cancellationToken), async (i, stop) =>
        {
            var member = await VerifyMemberAsync(package.Manifest.Members[i], stop);
            var sum = Interlocked.Add(ref bytes, member.Files.Values.Sum(file => (long)file.Length));
            Refuse.If(sum > limits.BundleBytes, $"The members of the bundle have more than {limits.BundleBytes} bytes, the most that is allowed.");
            members[i] = member;
        });
        BundleRules.CheckMembers(package.Manifest, [.. members.Select(member => (member.Manifest, member.ManifestDigest))]);
        return new VerifiedModel(package, [.. members]);
    }

    /// <summary>Loads a whole model and runs its probes, and those of its members.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">How many members are loaded at once.</param>
    public async Task<IPredictor> LoadAsync(VerifiedModel model, int threads)
    {
        if (!model.IsBundle)
        {
            return new SingleGraph(LoadGraph(model.Package));
        }

        var graphs = new IModel?[model.Members.Length];
        try
        {
            await Parallel.ForAsync(0, graphs.Length, Of(threads, CancellationToken.None), (i, _) =>
            {
                graphs[i] = LoadMember(model.Members[i]);
                return ValueTask.CompletedTask;
            });
            var bundled = new BundledGraphs(graphs[0]!, [.. graphs.Skip(1).Select(graph => graph!)], (int)model.Package.Manifest.Inputs[0].Shape[1]);
            ProbeCheck.Run(model.Package, bundled.PredictInPairOrder);
            return bundled;
        }
        catch
        {
            foreach (var graph in graphs)
            {
                graph?.Dispose();
            }

            throw;
        }
    }

    /// <summary>Loads one graph and runs its probes.</summary>
    public IModel LoadGraph(ModelPackage package)
    {
        var kind = package.Manifest.Kind;
        if (!plugins.TryGetValue(kind, out var plugin))
        {
            throw Refuse.Because($"No plug-in runs models of kind '{kind}': known are {string.Join(", ", plugins.Keys.Order())}.");
        }

        var graph = plugin.Load(package);
        try
        {
            ProbeCheck.Run(package, graph.Predict);
            return graph;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    private static ParallelOptions Of(int threads, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };

    private async Task<ModelPackage> VerifyMemberAsync(PackageMember listed, CancellationToken cancellationToken)
    {
        _ = ModelId.TryParse(listed.Id, out var id);
        try
        {
            return verifier.Verify(id!, await repository.ReadAsync(id!, cancellationToken));
        }
        catch (FaultException refused) when (refused.Fault != Fault.StorageUnavailable)
        {
            throw new FaultException(refused.Fault, $"Member {id}: {refused.Message}", refused);
        }
    }

    private IModel LoadMember(ModelPackage member)
    {
        try
        {
            return LoadGraph(member);
        }
        catch (FaultException refused)
        {
            throw new FaultException(refused.Fault, $"Member {member.Manifest.Id}: {refused.Message}", refused);
        }
    }
}
