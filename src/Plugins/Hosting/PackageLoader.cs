using System.Collections.Frozen;
using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>Reads and verifies a package with all that it names, then loads and warms its graphs.</summary>
internal sealed class PackageLoader(
    IModelRepository repository, ModelVerifier verifier, PackageLimits limits, FrozenDictionary<string, IModelPlugin> plugins)
{
    /// <summary>Reads and verifies a package, and a bundle's members.</summary>
    public async Task<VerifiedModel> VerifyAsync(ModelId id, CancellationToken cancellationToken)
    {
        var package = verifier.Verify(id, await repository.ReadAsync(id, cancellationToken));
        if (package.Manifest.Kind != ModelKinds.Bundle)
        {
            return new VerifiedModel(package, []);
        }

        var members = ImmutableArray.CreateBuilder<ModelPackage>(BundleRules.MemberCount);
        var bytes = 0L;
        foreach (var listed in package.Manifest.Members)
        {
            var member = await VerifyMemberAsync(listed, cancellationToken);
            bytes += member.Files.Values.Sum(file => (long)file.Length);
            Refuse.If(bytes > limits.BundleBytes, $"The members of the bundle have more than {limits.BundleBytes} bytes, the most that is allowed.");
            members.Add(member);
        }

        BundleRules.CheckMembers(package.Manifest, [.. members.Select(member => (member.Manifest, member.ManifestDigest))]);
        return new VerifiedModel(package, members.MoveToImmutable());
    }

    /// <summary>Loads a whole model and runs its probes, and those of its members.</summary>
    public IPredictor Load(VerifiedModel model)
    {
        if (!model.IsBundle)
        {
            return new SingleGraph(LoadGraph(model.Package));
        }

        var graphs = new List<IModel>(BundleRules.MemberCount);
        try
        {
            foreach (var member in model.Members)
            {
                graphs.Add(LoadMember(member));
            }

            var bundled = new BundledGraphs(graphs[0], [.. graphs.Skip(1)], (int)model.Package.Manifest.Inputs[0].Shape[1]);
            ProbeCheck.Run(model.Package, bundled.PredictInPairOrder);
            return bundled;
        }
        catch
        {
            graphs.ForEach(graph => graph.Dispose());
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
