namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Two cancellation tokens as one; a source is created only where both can fire.</summary>
internal readonly struct LinkedToken : IDisposable
{
    private readonly CancellationTokenSource? _source;

    private LinkedToken(CancellationToken token, CancellationTokenSource? source)
    {
        Token = token;
        _source = source;
    }

    internal CancellationToken Token { get; }

    public void Dispose() => _source?.Dispose();

    internal static LinkedToken Of(CancellationToken first, CancellationToken second)
    {
        if (!first.CanBeCanceled || first == second)
        {
            return new LinkedToken(second, null);
        }

        if (!second.CanBeCanceled)
        {
            return new LinkedToken(first, null);
        }

        var source = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        return new LinkedToken(source.Token, source);
    }
}
