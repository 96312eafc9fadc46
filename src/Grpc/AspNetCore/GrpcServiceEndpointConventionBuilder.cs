namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds conventions to all endpoints of a service.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly List<IEndpointConventionBuilder> _methods;

    internal GrpcServiceEndpointConventionBuilder(List<IEndpointConventionBuilder> methods) => _methods = methods;

    public void Add(Action<EndpointBuilder> convention) => _methods.ForEach(method => method.Add(convention));
}
