namespace Bqx.LoadTests.Load;

/// <summary>How one call ended: the name of its grpc-status, <c>OK</c> where it succeeded.</summary>
internal readonly record struct CallOutcome(string Status)
{
    public static readonly CallOutcome Success = new("OK");

    public bool Failed => Status != Success.Status;
}
