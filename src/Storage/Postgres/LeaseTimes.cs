namespace Bqx.Storage;

/// <summary>How the holder of a lease shows that it lives.</summary>
/// <param name="Check">How often it asks the server something.</param>
/// <param name="Silence">After how long without a question the server takes the lease away.</param>
internal sealed record LeaseTimes(TimeSpan Check, TimeSpan Silence)
{
    public static readonly LeaseTimes Default = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
}
