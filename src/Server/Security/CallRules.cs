using Bqx.Core;
using Bqx.Server.Admission;

namespace Bqx.Server.Security;

/// <summary>Which role each method needs, and what goes first. A method that is not named here needs <see cref="ApiRoles.Admin"/>.</summary>
internal static class CallRules
{
    // The first that a method begins with holds.
    private static readonly (string Prefix, ApiRoles Role, CallPriority Priority)[] Rules =
    [
        ("/grpc.health.v1.Health/", ApiRoles.None, CallPriority.Free),
        ("/bqx.v1.Bars/Ingest", ApiRoles.Ingest, CallPriority.Free),
        ("/bqx.v1.Bars/History", ApiRoles.Predict, CallPriority.Background),
        ("/bqx.v1.Bars/", ApiRoles.Predict, CallPriority.Free),
        ("/bqx.v1.Prediction/PredictVector", ApiRoles.Predict, CallPriority.Inference),
        ("/bqx.v1.Prediction/Explain", ApiRoles.Predict, CallPriority.Background),
        ("/bqx.v1.Prediction/History", ApiRoles.Predict, CallPriority.Background),
        ("/bqx.v1.Prediction/", ApiRoles.Predict, CallPriority.Free),
        ("/bqx.v1.Monitor/", ApiRoles.Predict, CallPriority.Free),
        ("/bqx.v1.Diagnostics/", ApiRoles.Predict, CallPriority.Free),
        ("/bqx.v1.Models/", ApiRoles.Admin, CallPriority.Free),
        ("/inference.GRPCInferenceService/RepositoryModel", ApiRoles.Admin, CallPriority.Free),
        ("/inference.GRPCInferenceService/ModelInfer", ApiRoles.Predict, CallPriority.Inference),
        ("/inference.GRPCInferenceService/", ApiRoles.Predict, CallPriority.Free),
        ("/grpc.reflection.", ApiRoles.Predict, CallPriority.Free),
    ];

    /// <summary>The role that a method needs; none: anyone may call it.</summary>
    /// <param name="method">Full name, such as <c>/bqx.v1.Prediction/Predict</c>.</param>
    public static ApiRoles RoleOf(string method) => Names(method) ? Find(method).Role : ApiRoles.Admin;

    /// <summary>What a method's calls are in the queue.</summary>
    /// <inheritdoc cref="RoleOf"/>
    public static CallPriority PriorityOf(string method) => Find(method).Priority;

    /// <summary>Whether a method is named here.</summary>
    /// <inheritdoc cref="RoleOf"/>
    public static bool Names(string method) => Find(method).Prefix is not null;

    private static (string Prefix, ApiRoles Role, CallPriority Priority) Find(string method) =>
        Array.Find(Rules, rule => method.StartsWith(rule.Prefix, StringComparison.Ordinal));
}
