using Bqx.Core;
using Bqx.Server.Admission;
using Bqx.Server.Services;
using Bqx.Server.Telemetry;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Bqx.Server.Security;

/// <summary>
/// Stands before each gRPC method: who calls, whether that role may, whether the key's rate allows it; then whether there is room. It is put round
/// a method where methods are mapped, so that a call looks nothing up; without a file of keys there is nothing round reads of the snapshot.
/// </summary>
internal sealed partial class CallGuard(SecurityFiles files, CallAdmission admission, AdmissionMetrics metrics, ILogger<CallGuard> logger)
{
    private readonly KeyRing? _keys = files.Keys;

    /// <summary>What is to run for a method in place of its own delegate.</summary>
    public RequestDelegate Around(IMethod method, RequestDelegate inner)
    {
        var role = CallRules.RoleOf(method.FullName);
        var admitted = admission.Around(method, inner);
        return _keys is null || role == ApiRoles.None ? admitted : http => CheckAsync(http, method, role, admitted);
    }

    private Task CheckAsync(HttpContext http, IMethod method, ApiRoles role, RequestDelegate inner)
    {
        if (_keys!.Find(http) is not { } holder)
        {
            return RefuseAsync(http, method, "unauthenticated", new FaultException(
                Fault.Unauthenticated, "A key is needed that this server knows: send it as 'authorization: Bearer bqx.NAME.SECRET'."));
        }

        if ((holder.Key.Roles & role) == ApiRoles.None)
        {
            return RefuseAsync(http, method, "forbidden", new FaultException(
                Fault.Forbidden, $"The key '{holder.Key.Name}' does not have the role {NameOf(role)}, which {method.FullName} needs."));
        }

        if (!holder.TryTake(out var retryAfter))
        {
            metrics.Shed("rate");
            var rate = holder.Key.Rate!;
            return GrpcRefusal.WriteAsync(
                http,
                new FaultException(Fault.Overloaded, $"The key '{holder.Key.Name}' may make {rate.PerSecond:0.###} calls a second, {rate.Burst} at once: call again later."),
                retryAfter);
        }

        return method.Type == MethodType.Unary ? inner(http) : StreamAsync(http, holder, inner);
    }

    // A stream may outlive the key that opened it.
    private static async Task StreamAsync(HttpContext http, KeyHolder holder, RequestDelegate inner)
    {
        await using var revoked = holder.Revoked.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
        await inner(http);
    }

    private Task RefuseAsync(HttpContext http, IMethod method, string reason, FaultException fault)
    {
        metrics.Refused(reason);
        LogRefused(method.FullName, reason);
        return GrpcRefusal.WriteAsync(http, fault);
    }

    private static string NameOf(ApiRoles role) => role.ToString().ToLowerInvariant();

    [LoggerMessage(1611, LogLevel.Debug, "A call of {Method} was refused: {Reason}")]
    private partial void LogRefused(string method, string reason);
}
