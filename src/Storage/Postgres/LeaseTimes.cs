namespace Bqx.Storage;

/// <summary>How the holder of a lease shows that it lives, and how the others look for the end of it.</summary>
/// <param name="Check">How often the holder asks PostgreSQL something.</param>
/// <param name="Silence">After how long without a question PostgreSQL takes the lease away, by its own clock.</param>
/// <param name="Poll">How often one that waits tries to have it.</param>
internal sealed record LeaseTimes(TimeSpan Check, TimeSpan Silence, TimeSpan Poll)
{
    private const int ChecksOfALease = 7;
    private static readonly TimeSpan MostCheck = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>The times of a lease of some length: its holder may miss five questions.</summary>
    public static LeaseTimes Of(TimeSpan length)
    {
        var check = length / ChecksOfALease;
        return new(check < MostCheck ? check : MostCheck, length, check < MostPoll ? check : MostPoll);
    }
}
