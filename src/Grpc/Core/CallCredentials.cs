namespace Grpc.Core;

/// <summary>Proof of the caller's identity that travels with each call.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }

    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Length < 2)
        {
            throw new ArgumentException(
                $"Composing takes at least two credentials, not {credentials.Length}.", nameof(credentials));
        }

        return new Composite([.. credentials]);
    }

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new Single(interceptor);
    }

    internal abstract Task ApplyAsync(AuthInterceptorContext context, Metadata headers);

    private sealed class Single(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        internal override Task ApplyAsync(AuthInterceptorContext context, Metadata headers) =>
            interceptor(context, headers);
    }

    private sealed class Composite(CallCredentials[] parts) : CallCredentials
    {
        internal override async Task ApplyAsync(AuthInterceptorContext context, Metadata headers)
        {
            foreach (var part in parts)
            {
                await part.ApplyAsync(context, headers);
            }
        }
    }
}
