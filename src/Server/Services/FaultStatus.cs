using System.Collections.Frozen;
using Bqx.Core;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>The one table from faults to gRPC status. The trailer <c>bqx-fault</c> names the fault, so that no client reads messages.</summary>
internal static class FaultStatus
{
    /// <summary>Name of the trailer.</summary>
    public const string Trailer = "bqx-fault";

    private static readonly FrozenDictionary<Fault, StatusCode> Codes = new Dictionary<Fault, StatusCode>
    {
        [Fault.InvalidInput] = StatusCode.InvalidArgument,
        [Fault.UnknownPair] = StatusCode.NotFound,
        [Fault.UnknownModel] = StatusCode.NotFound,
        [Fault.SchemaMismatch] = StatusCode.FailedPrecondition,
        [Fault.FeatureMissing] = StatusCode.Unavailable,
        [Fault.FeatureStale] = StatusCode.FailedPrecondition,
        [Fault.Overloaded] = StatusCode.ResourceExhausted,
        [Fault.DeadlineExceeded] = StatusCode.DeadlineExceeded,
        [Fault.Cancelled] = StatusCode.Cancelled,
        [Fault.ModelFailed] = StatusCode.FailedPrecondition,
        [Fault.StorageUnavailable] = StatusCode.Unavailable,
        [Fault.Unauthenticated] = StatusCode.Unauthenticated,
        [Fault.Forbidden] = StatusCode.PermissionDenied,
    }.ToFrozenDictionary();

    public static StatusCode Of(Fault fault) => Codes[fault];

    /// <summary>Name of a fault in trailers and metrics, such as <c>unknown_pair</c>.</summary>
    public static string NameOf(Fault fault) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());

    /// <summary>The exception that ends a call with the fault's status.</summary>
    public static RpcException ToRpc(FaultException fault) => new(
        new Status(Of(fault.Fault), fault.Message), new Metadata { { Trailer, NameOf(fault.Fault) } });
}
