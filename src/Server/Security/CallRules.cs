using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>Which role each method needs. A method that is not named here needs <see cref="ApiRoles.Admin"/>.</summary>
internal static class CallRules
{
    private static readonly (string Prefix, ApiRoles Role)[] Rules =
    [
        ("/grpc.health.v1.Health/", ApiRoles.None),
        ("/bqx.v1.Bars/Ingest", ApiRoles.Ingest),
        ("/bqx.v1.Bars/", ApiRoles.Predict),
        ("/bqx.v1.Prediction/", ApiRoles.Predict),
        ("/bqx.v1.Monitor/", ApiRoles.Predict),
        ("/bqx.v1.Diagnostics/", ApiRoles.Predict),
        ("/bqx.v1.Models/", ApiRoles.Admin),
        ("/inference.GRPCInferenceService/RepositoryModel", ApiRoles.Admin),
        ("/inference.GRPCInferenceService/", ApiRoles.Predict),
        ("/grpc.reflection.", ApiRoles.Predict),
    ];

    /// <summary>The role that a method needs; none: anyone may call it.</summary>
    /// <param name="method">Full name, such as <c>/bqx.v1.Prediction/Predict</c>.</param>
    public static ApiRoles RoleOf(string method) => Find(method) ?? ApiRoles.Admin;

    /// <summary>The role of a method that is named here; null for others.</summary>
    public static ApiRoles? Find(string method)
    {
        foreach (var (prefix, role) in Rules)
        {
            if (method.StartsWith(prefix, StringComparison.Ordinal))
            {
                return role;
            }
        }

        return null;
    }
}
