namespace Bqx.Client;

/// <summary>
/// Keeps second sendings a small share of all calls, so that a server that is slow for want of room is not given yet more to do: a call puts
/// its percentage of a token in, a second sending takes one out. Holds ten at most, and is full at first.
/// </summary>
internal sealed class HedgeBudget(int percent)
{
    private const int Token = 100;
    private const int Most = 10 * Token;

    private int _held = Most;

    /// <summary>A call is made.</summary>
    public void Earn() => Move(percent);

    /// <summary>Whether a second sending may be made now.</summary>
    public bool TrySpend() => Move(-Token);

    private bool Move(int hundredths)
    {
        while (true)
        {
            var held = Volatile.Read(ref _held);
            var next = Math.Min(Most, held + hundredths);
            if (next < 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _held, next, held) == held)
            {
                return true;
            }
        }
    }
}
