namespace Bqx.Storage;

/// <summary>How the holder of a lease shows that it lives. A holder that falls silent is replaced in less than five seconds.</summary>
/// <param name="Check">How often it asks the server something.</param>
/// <param name="Silence">After how long without a question the server takes the lease away.</param>
internal sealed record LeaseTimes(TimeSpan Check, TimeSpan Silence)
{
    public static readonly LeaseTimes Default = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
}
