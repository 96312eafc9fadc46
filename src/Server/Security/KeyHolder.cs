using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>A key in use: its bucket of tokens, and what ends the streams that were opened with it.</summary>
internal sealed class KeyHolder(ApiKey key, TimeProvider time)
{
    private readonly CancellationTokenSource _revoked = new();
    private readonly TokenBucket? _bucket = key.Rate is { } rate ? new TokenBucket(rate, time) : null;

    public ApiKey Key => key;

    /// <summary>Cancelled when the key is no longer in the file, or is there with other contents.</summary>
    public CancellationToken Revoked => _revoked.Token;

    /// <summary>Whether a call may be made now; if not, when.</summary>
    public bool TryTake(out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return _bucket is null || _bucket.TryTake(out retryAfter);
    }

    public void Revoke() => _revoked.Cancel();
}
