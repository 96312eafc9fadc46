using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Labels;
using Google.Protobuf.Collections;
using static Bqx.OpenInference.ModelRepositoryParameter;

namespace Bqx.Server.Services.Inference;

/// <summary>The model repository by the Open Inference Protocol.</summary>
internal sealed class RepositoryCalls(IModelRepository repository, ModelHost host, LabelBoard labels)
{
    private const string VersionParameter = "version";
    private const string DependentsParameter = "unload_dependents";

    /// <summary>The packages of the repository.</summary>
    public async Task<OpenInference.RepositoryIndexResponse> IndexAsync(
        OpenInference.RepositoryIndexRequest request, CancellationToken cancellationToken)
    {
        CheckRepository(request.RepositoryName);
        var statuses = host.Statuses.ToDictionary(status => status.Id);
        var loaded = host.Loaded.All.Select(graph => graph.Id).ToHashSet();
        var ids = await repository.ListAsync(cancellationToken);
        return new OpenInference.RepositoryIndexResponse
        {
            Models =
            {
                ids.Where(id => !request.Ready || loaded.Contains(id))
                    .Select(id => InferenceMessages.Index(id, statuses.GetValueOrDefault(id), loaded.Contains(id))),
            },
        };
    }

    /// <summary>Loads a package beside those that serve.</summary>
    public async Task LoadAsync(OpenInference.RepositoryModelLoadRequest request, CancellationToken cancellationToken)
    {
        CheckRepository(request.RepositoryName);
        CheckName(request.ModelName);
        var version = VersionOf(request.Parameters) ?? await NewestAsync(request.ModelName, cancellationToken);
        await host.LoadAsync(new ModelId(request.ModelName, version), cancellationToken);
    }

    /// <summary>Frees all loaded versions of a package, or none where a label is on one.</summary>
    public async Task UnloadAsync(OpenInference.RepositoryModelUnloadRequest request, CancellationToken cancellationToken)
    {
        CheckRepository(request.RepositoryName);
        CheckName(request.ModelName);
        CheckKnown(request.Parameters, DependentsParameter);
        var ids = host.Loaded.All.Where(graph => graph.Id.Name == request.ModelName).Select(graph => (graph.Id, Model: graph.Model.Id)).ToList();
        if (ids.Count == 0)
        {
            throw ModelFinder.Unknown(request.ModelName, "");
        }

        foreach (var (id, model) in ids)
        {
            CheckFree(id, model);
        }

        foreach (var (id, _) in ids)
        {
            await host.UnloadAsync(id, cancellationToken);
        }
    }

    private void CheckFree(ModelId id, ModelId model)
    {
        if (id != model)
        {
            throw new FaultException(Fault.ModelFailed, $"{id} is a member of {model}: unload the bundle.");
        }

        UnloadRules.Check(id, labels.Current);
    }

    private async Task<int> NewestAsync(string name, CancellationToken cancellationToken)
    {
        var ids = await repository.ListAsync(cancellationToken);
        return ids.Where(id => id.Name == name).Select(id => (int?)id.Version).Max()
            ?? throw new FaultException(Fault.UnknownModel, $"There is no package '{name}'.");
    }

    private static void CheckRepository(string name)
    {
        if (name.Length > 0)
        {
            throw new FaultException(
                Fault.InvalidInput, $"There is no repository '{FaultException.Excerpt(name)}': there is one, leave its name empty.");
        }
    }

    private static void CheckName(string name)
    {
        if (!ModelId.IsName(name))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a package: its name must match ^[a-z0-9][a-z0-9_-]{{0,63}}$.");
        }
    }

    private static int? VersionOf(MapField<string, OpenInference.ModelRepositoryParameter> parameters)
    {
        CheckKnown(parameters, VersionParameter);
        if (!parameters.TryGetValue(VersionParameter, out var version))
        {
            return null;
        }

        return version is { ParameterChoiceCase: ParameterChoiceOneofCase.Int64Param, Int64Param: > 0 and <= int.MaxValue }
            ? (int)version.Int64Param
            : throw new FaultException(Fault.InvalidInput, $"Parameter '{VersionParameter}' must be a positive integer in int64_param.");
    }

    private static void CheckKnown(MapField<string, OpenInference.ModelRepositoryParameter> parameters, string known)
    {
        foreach (var name in parameters.Keys)
        {
            if (name != known)
            {
                throw new FaultException(
                    Fault.InvalidInput,
                    $"Parameter '{FaultException.Excerpt(name)}' is not known: '{known}' alone is. Packages come from the repository and are not uploaded.");
            }
        }
    }
}
