using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Where instances of a service or an interceptor come from: one shared instance, one from the container's scope of the
/// call, or one created for the call and disposed after it.
/// </summary>
internal sealed class Activation<T>
    where T : class
{
    private readonly ObjectFactory? _factory;
    private readonly Type _type;
    private readonly object[] _arguments;

    internal Activation(IServiceProvider services, Type type, IReadOnlyList<object> arguments)
    {
        _type = type;
        _arguments = [.. arguments];
        var lifetime = services.GetRequiredService<ServiceLifetimes>().Find(type);
        if (lifetime == ServiceLifetime.Singleton && arguments.Count == 0)
        {
            Shared = (T)services.GetRequiredService(type);
        }
        else if (lifetime is null || arguments.Count > 0)
        {
            _factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
        }
    }

    /// <value>The instance of all calls, if there is one.</value>
    internal T? Shared { get; }

    internal async Task<TResult> UseAsync<TResult>(HttpContext http, Func<T, Task<TResult>> use)
    {
        var instance = Create(http);
        try
        {
            return await use(instance);
        }
        finally
        {
            await ReleaseAsync(instance);
        }
    }

    internal async Task UseAsync(HttpContext http, Func<T, Task> use)
    {
        var instance = Create(http);
        try
        {
            await use(instance);
        }
        finally
        {
            await ReleaseAsync(instance);
        }
    }

    private T Create(HttpContext http) => _factory is null
        ? (T)http.RequestServices.GetRequiredService(_type)
        : (T)_factory(http.RequestServices, _arguments);

    private ValueTask ReleaseAsync(T instance)
    {
        if (_factory is null)
        {
            return default;
        }

        if (instance is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (instance as IDisposable)?.Dispose();
        return default;
    }
}
