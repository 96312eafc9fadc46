using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Turns the methods of a service into endpoints.</summary>
internal sealed class ServiceMapper(IEndpointRouteBuilder builder)
{
    internal GrpcServiceEndpointConventionBuilder Map<TService>()
        where TService : class
    {
        CheckRegistered();
        var settings = CallSettings.For<TService>(builder.ServiceProvider);
        var binder = new ServiceBinder<TService>(
            builder, settings, new Activation<TService>(builder.ServiceProvider, typeof(TService), []));
        FindBindMethod(typeof(TService)).Invoke(null, [binder, null]);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    internal GrpcServiceEndpointConventionBuilder Map(ServerServiceDefinition definition)
    {
        CheckRegistered();
        var settings = CallSettings.Global(builder.ServiceProvider);
        var binder = new ServiceBinder<ServerServiceDefinition>(builder, settings, activation: null);
        definition.BindService(binder);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    private static MethodInfo FindBindMethod(Type serviceType)
    {
        for (var type = serviceType; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute)
            {
                continue;
            }

            return attribute.BindType.GetMethod(
                    attribute.BindMethodName,
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
                    [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException(
                    $"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, {type.Name}).");
        }

        throw new InvalidOperationException(
            $"{serviceType} does not derive from a base class that grpc_csharp_plugin generated.");
    }

    private void CheckRegistered()
    {
        if (builder.ServiceProvider.GetService<ServiceLifetimes>() is null)
        {
            throw new InvalidOperationException("Call services.AddGrpc() before mapping gRPC services.");
        }
    }
}
