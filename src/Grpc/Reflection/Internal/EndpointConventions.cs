using Microsoft.AspNetCore.Builder;

namespace Grpc.Reflection.Internal;

/// <summary>Applies conventions to the endpoints of several services.</summary>
internal sealed class EndpointConventions(params IEndpointConventionBuilder[] services) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var service in services)
        {
            service.Add(convention);
        }
    }
}
