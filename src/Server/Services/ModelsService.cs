using System.Text;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Labels;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>bqx.v1.Models, on the admin port.</summary>
internal sealed class ModelsService(
    IModelRepository repository, ModelHost host, LabelBoard labels, Promoter promoter, ModelEvents events, IHostApplicationLifetime lifetime)
    : V1.Models.ModelsBase
{
    public override Task<V1.ListModelsReply> List(V1.ListModelsRequest request, ServerCallContext context) => Answer(async () =>
    {
        var known = labels.Current.Labels;
        var statuses = host.Statuses.ToDictionary(status => status.Id);
        var ids = await repository.ListAsync(context.CancellationToken);
        return new V1.ListModelsReply
        {
            Models = { ids.Select(id => statuses.TryGetValue(id, out var met) ? ModelMessages.Of(met, known) : ModelMessages.Unmet(id, known)) },
            Labels = { known.Select(ModelMessages.Of) },
        };
    });

    public override Task<V1.ModelDescription> Describe(V1.DescribeModelRequest request, ServerCallContext context) => Answer(async () =>
    {
        var id = labels.Current.Find(request.Model)?.Current ?? RequestRules.Model(request.Model);
        var files = await repository.ReadAsync(id, context.CancellationToken);
        if (!files.TryGetValue(PackageFileNames.Manifest, out var bytes))
        {
            throw new FaultException(Fault.ModelFailed, $"{id} has no {PackageFileNames.Manifest}.");
        }

        return new V1.ModelDescription
        {
            Info = InfoOf(id),
            Metrics = { ModelManifestJson.Read(bytes.Span).Metrics.Select(ModelMessages.Of) },
            Manifest = Encoding.UTF8.GetString(bytes.Span),
        };
    });

    public override Task<V1.ModelInfo> Load(V1.LoadModelRequest request, ServerCallContext context) => Answer(async () =>
    {
        var id = RequestRules.Model(request.Model);
        await host.LoadAsync(id, context.CancellationToken);
        return InfoOf(id);
    });

    public override Task<V1.ModelInfo> Unload(V1.UnloadModelRequest request, ServerCallContext context) => Answer(async () =>
    {
        var id = RequestRules.Model(request.Model);
        UnloadRules.Check(id, labels.Current);
        await host.UnloadAsync(id, context.CancellationToken);
        return InfoOf(id);
    });

    public override Task<V1.ModelLabel> Promote(V1.PromoteModelRequest request, ServerCallContext context) => Answer(async () =>
        ModelMessages.Of(await promoter.PromoteAsync(
            RequestRules.Label(request.Label), RequestRules.Model(request.Model), context.CancellationToken)));

    public override Task<V1.ModelLabel> Rollback(V1.RollbackModelRequest request, ServerCallContext context) => Answer(async () =>
        ModelMessages.Of(await promoter.RollbackAsync(RequestRules.Label(request.Label), context.CancellationToken)));

    public override async Task Watch(
        V1.WatchModelsRequest request, IServerStreamWriter<V1.ModelEvent> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var change in events.WatchAsync(stop.Token))
            {
                await responseStream.WriteAsync(change, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping: watch again."));
        }
    }

    private static async Task<T> Answer<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    private V1.ModelInfo InfoOf(ModelId id)
    {
        var known = labels.Current.Labels;
        return host.Statuses.FirstOrDefault(status => status.Id == id) is { } met
            ? ModelMessages.Of(met, known)
            : ModelMessages.Unmet(id, known);
    }
}
