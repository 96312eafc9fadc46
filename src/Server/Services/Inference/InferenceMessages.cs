using System.Globalization;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using static Bqx.OpenInference.ModelMetadataResponse.Types;
using static Bqx.OpenInference.RepositoryIndexResponse.Types;

namespace Bqx.Server.Services.Inference;

/// <summary>Models as messages of the Open Inference Protocol.</summary>
internal static class InferenceMessages
{
    private const ulong NanosPerTick = 100;

    public static OpenInference.ModelMetadataResponse Metadata(ServedGraph graph, IEnumerable<int> versions) => new()
    {
        Name = graph.Id.Name,
        Versions = { versions.Select(VersionOf) },
        Platform = PlatformOf(graph),
        Inputs = { graph.Manifest.Inputs.Select(Tensor) },
        Outputs = { graph.Manifest.Outputs.Select(Tensor) },
    };

    public static OpenInference.ModelConfig Config(ServedGraph graph) => new()
    {
        Name = graph.Id.Name,
        Platform = PlatformOf(graph),
        Backend = IsOnnx(graph) ? "onnxruntime" : "bqx",
        MaxBatchSize = InferLimits.Rows,
        Input =
        {
            graph.Manifest.Inputs.Select(input => new OpenInference.ModelInput
            {
                Name = input.Name,
                DataType = OpenInference.DataType.TypeFp32,
                Dims = { DimensionsOf(input) },
            }),
        },
        Output =
        {
            graph.Manifest.Outputs.Select(output => new OpenInference.ModelOutput
            {
                Name = output.Name,
                DataType = OpenInference.DataType.TypeFp32,
                Dims = { DimensionsOf(output) },
            }),
        },
    };

    public static OpenInference.ModelStatistics Statistics(ServedGraph graph)
    {
        var usage = graph.Counters.Read();
        return new OpenInference.ModelStatistics
        {
            Name = graph.Id.Name,
            Version = VersionOf(graph.Id.Version),
            LastInference = (ulong)(usage.LastAt?.ToUnixTimeMilliseconds() ?? 0),
            InferenceCount = (ulong)usage.Rows,
            ExecutionCount = (ulong)usage.Succeeded,
            InferenceStats = new OpenInference.InferStatistics
            {
                Success = Of(usage.Succeeded, usage.Input + usage.Run),
                Fail = Of(usage.Failed, usage.FailedFor),
                Queue = new OpenInference.StatisticDuration(),
                ComputeInput = Of(usage.Succeeded, usage.Input),
                ComputeInfer = Of(usage.Succeeded, usage.Run),
                ComputeOutput = new OpenInference.StatisticDuration(),
                CacheHit = new OpenInference.StatisticDuration(),
                CacheMiss = new OpenInference.StatisticDuration(),
            },
        };
    }

    /// <summary>A package of the repository. What is loaded as a member of a bundle is ready too.</summary>
    public static ModelIndex Index(ModelId id, ModelStatus? status, bool isLoaded) => new()
    {
        Name = id.Name,
        Version = VersionOf(id.Version),
        State = isLoaded ? "READY" : status?.State switch
        {
            ModelState.Verifying or ModelState.Warming => "LOADING",
            ModelState.Draining => "UNLOADING",
            _ => "UNAVAILABLE",
        },
        Reason = isLoaded ? "" : status?.Reason ?? "",
    };

    public static string VersionOf(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static TensorMetadata Tensor(TensorSchema schema) =>
        new() { Name = schema.Name, Datatype = TensorTypes.Float32, Shape = { schema.Shape } };

    private static IEnumerable<long> DimensionsOf(TensorSchema schema) => schema.Shape.Length > 1 ? schema.Shape.Skip(1) : [1];

    private static string PlatformOf(ServedGraph graph) => IsOnnx(graph) ? "onnxruntime_onnx" : $"bqx_{graph.Manifest.Kind}";

    private static bool IsOnnx(ServedGraph graph) => graph.Manifest.Kind is ModelKinds.Multitask or ModelKinds.Encoder;

    private static OpenInference.StatisticDuration Of(long count, TimeSpan time) =>
        new() { Count = (ulong)count, Ns = (ulong)time.Ticks * NanosPerTick };
}
