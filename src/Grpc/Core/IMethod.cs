namespace Grpc.Core;

/// <summary>A method of a service, without its message types.</summary>
public interface IMethod
{
    MethodType Type { get; }

    string ServiceName { get; }

    string Name { get; }

    /// <value>"/" + service + "/" + method: the path on the wire.</value>
    string FullName { get; }
}
