using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>
/// A bucket of tokens as one number: the instant at which it is full again (the generic cell rate algorithm, ITU-T I.371). A call moves it on
/// by one token's time, unless that would lie more than a full bucket ahead. No lock, no timer, no allocation.
/// </summary>
internal sealed class TokenBucket(ApiRate rate, TimeProvider time)
{
    // In units of the clock's timestamps. A rate above the clock's resolution counts as that.
    private readonly long _token = Math.Max(1, (long)(time.TimestampFrequency / rate.PerSecond));
    private long _full = time.GetTimestamp();

    /// <summary>Takes a token; if there is none, tells when there will be.</summary>
    public bool TryTake(out TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        var full = Volatile.Read(ref _full);
        while (true)
        {
            var next = Math.Max(full, now) + _token;
            if (next - now > _token * rate.Burst)
            {
                retryAfter = time.GetElapsedTime(now, next - (_token * rate.Burst));
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _full, next, full);
            if (seen == full)
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }

            full = seen;
        }
    }
}
