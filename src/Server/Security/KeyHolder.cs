using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>A key in use: its bucket of tokens, and what ends the streams that were opened with it.</summary>
internal sealed class KeyHolder : IDisposable
{
    private readonly CancellationTokenSource _revoked = new();
    private readonly TokenBucket? _bucket;

    public KeyHolder(ApiKey key, TimeProvider time)
    {
        Key = key;
        Revoked = _revoked.Token;
        _bucket = key.Rate is { } rate ? new TokenBucket(rate, time) : null;
    }

    public ApiKey Key { get; }

    /// <summary>Cancelled when the key is no longer in the file, or is there with other contents.</summary>
    public CancellationToken Revoked { get; }

    /// <summary>Whether a call may be made now; if not, when.</summary>
    public bool TryTake(out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return _bucket is null || _bucket.TryTake(out retryAfter);
    }

    /// <summary>Ends the streams that were opened with it.</summary>
    public void Dispose()
    {
        _revoked.Cancel();
        _revoked.Dispose();
    }
}
