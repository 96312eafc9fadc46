using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Reflection.Internal;

/// <summary>The symbols of all services that have endpoints, gathered when they are first asked for.</summary>
internal sealed class EndpointSymbols(IEnumerable<EndpointDataSource> sources)
{
    private readonly Lazy<SymbolIndex> _index = new(() => new SymbolIndex(FindServices(sources)));

    internal SymbolIndex Index => _index.Value;

    private static IEnumerable<ServiceDescriptor> FindServices(IEnumerable<EndpointDataSource> sources) => sources
        .SelectMany(source => source.Endpoints)
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .OfType<Type>()
        .Distinct()
        .Select(FindDescriptor)
        .OfType<ServiceDescriptor>();

    /// <summary>The generated class around a service's base class has the descriptor; null for other services.</summary>
    private static ServiceDescriptor? FindDescriptor(Type serviceType)
    {
        var bindType = serviceType.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType;
        var property = bindType?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static);
        return property?.GetValue(null) as ServiceDescriptor;
    }
}
