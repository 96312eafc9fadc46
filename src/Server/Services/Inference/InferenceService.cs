using System.Reflection;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Hosting;
using Bqx.Server.Security;
using Bqx.Server.Telemetry;
using Grpc.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>inference.GRPCInferenceService. What changes the loaded models is served on the admin port only.</summary>
internal sealed class InferenceService(
    InferRunner runner,
    RepositoryCalls repository,
    ModelHost host,
    PredictionMetrics metrics,
    Readiness readiness,
    IHostApplicationLifetime lifetime)
    : InferenceBinding.ServiceBase
{
    private static readonly string[] Extensions = ["model_repository", "model_configuration", "statistics"];

    private static readonly string ServerVersion = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    public override Task<OpenInference.ServerLiveResponse> ServerLive(OpenInference.ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new OpenInference.ServerLiveResponse { Live = true });

    public override Task<OpenInference.ServerReadyResponse> ServerReady(OpenInference.ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new OpenInference.ServerReadyResponse { Ready = readiness.IsReady });

    public override Task<OpenInference.ServerMetadataResponse> ServerMetadata(
        OpenInference.ServerMetadataRequest request, ServerCallContext context) => Task.FromResult(
        new OpenInference.ServerMetadataResponse { Name = "bqx", Version = ServerVersion, Extensions = { Extensions } });

    public override Task<OpenInference.ModelReadyResponse> ModelReady(OpenInference.ModelReadyRequest request, ServerCallContext context) =>
        Answer(() => new OpenInference.ModelReadyResponse { Ready = ModelFinder.TryFind(host.Loaded, request.Name, request.Version) is not null });

    public override Task<OpenInference.ModelMetadataResponse> ModelMetadata(
        OpenInference.ModelMetadataRequest request, ServerCallContext context) => Answer(() =>
    {
        var loaded = host.Loaded;
        var graph = ModelFinder.Find(loaded, request.Name, request.Version);
        var versions = loaded.All.Where(other => other.Id.Name == graph.Id.Name).Select(other => other.Id.Version);
        return InferenceMessages.Metadata(graph, versions.OrderDescending());
    });

    public override Task<OpenInference.ModelConfigResponse> ModelConfig(OpenInference.ModelConfigRequest request, ServerCallContext context) =>
        Answer(() => new OpenInference.ModelConfigResponse
        {
            Config = InferenceMessages.Config(ModelFinder.Find(host.Loaded, request.Name, request.Version)),
        });

    public override Task<OpenInference.ModelStatisticsResponse> ModelStatistics(
        OpenInference.ModelStatisticsRequest request, ServerCallContext context) => Answer(() => new OpenInference.ModelStatisticsResponse
    {
        ModelStats = { GraphsOf(request).Select(InferenceMessages.Statistics) },
    });

    /// <summary>Completes synchronously: the model is run by the thread that read the request.</summary>
    public override Task<InferAnswer> ModelInfer(InferCall call, ServerCallContext context)
    {
        try
        {
            var answer = runner.Run(call.Request, context);
            answer.Written = () => metrics.InferOverhead(call.StartedAt, answer.RunTime);
            return Task.FromResult(answer);
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    public override async Task ModelStreamInfer(
        IAsyncStreamReader<OpenInference.ModelInferRequest> requestStream,
        IServerStreamWriter<OpenInference.ModelStreamInferResponse> responseStream,
        ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            while (await requestStream.MoveNext(stop.Token))
            {
                await responseStream.WriteAsync(AnswerOf(requestStream.Current, context), context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping: send what was not answered again."));
        }
    }

    public override Task<OpenInference.RepositoryIndexResponse> RepositoryIndex(
        OpenInference.RepositoryIndexRequest request, ServerCallContext context) =>
        AnswerAsync(() => repository.IndexAsync(request, context.CancellationToken));

    public override Task<OpenInference.RepositoryModelLoadResponse> RepositoryModelLoad(
        OpenInference.RepositoryModelLoadRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        RequireAdmin(context);
        await repository.LoadAsync(request, context.CancellationToken);
        return new OpenInference.RepositoryModelLoadResponse();
    });

    public override Task<OpenInference.RepositoryModelUnloadResponse> RepositoryModelUnload(
        OpenInference.RepositoryModelUnloadRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        RequireAdmin(context);
        await repository.UnloadAsync(request, context.CancellationToken);
        return new OpenInference.RepositoryModelUnloadResponse();
    });

    private static void RequireAdmin(ServerCallContext context)
    {
        if (ClientConnection.RoleOf(context.GetHttpContext()) != ListenerRole.Admin)
        {
            throw new FaultException(Fault.Forbidden, "Models are loaded and unloaded on the admin port.");
        }
    }

    private static Task<T> Answer<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    private static async Task<T> AnswerAsync<T>(Func<Task<T>> work)
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

    private OpenInference.ModelStreamInferResponse AnswerOf(OpenInference.ModelInferRequest request, ServerCallContext context)
    {
        try
        {
            return new OpenInference.ModelStreamInferResponse { InferResponse = runner.Run(request, context).ToMessage() };
        }
        catch (FaultException fault) when (fault.Fault != Fault.DeadlineExceeded)
        {
            return new OpenInference.ModelStreamInferResponse
            {
                ErrorMessage = fault.Message,
                InferResponse = new OpenInference.ModelInferResponse
                {
                    ModelName = FaultException.Excerpt(request.ModelName),
                    ModelVersion = FaultException.Excerpt(request.ModelVersion),
                    Id = request.Id.Length <= InferLimits.IdLength ? request.Id : "",
                },
            };
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    private IEnumerable<ServedGraph> GraphsOf(OpenInference.ModelStatisticsRequest request)
    {
        var loaded = host.Loaded;
        if (request.Name.Length == 0)
        {
            return loaded.All;
        }

        var first = ModelFinder.Find(loaded, request.Name, request.Version);
        return request.Version.Length > 0 ? [first] : loaded.All.Where(graph => graph.Id.Name == first.Id.Name);
    }
}
