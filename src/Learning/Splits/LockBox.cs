using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>
/// The end of a history that no fold reads, so that a release can be judged on it once. Which minutes it spans beyond its begin is told
/// for a <see cref="LockBoxKey"/> only, and a dataset that knows of it holds none of its rows without one.
/// </summary>
public sealed class LockBox
{
    private readonly MinuteRange _range;

    internal LockBox(MinuteRange range) => _range = range;

    /// <summary>Number of its first market minute.</summary>
    public int First => _range.First;

    /// <summary>Close of its first market minute.</summary>
    public Minute Begin => MarketCalendar.CloseOf(_range.First);

    /// <summary>Close of its last market minute.</summary>
    internal Minute End => MarketCalendar.CloseOf(_range.Last);

    /// <summary>Its market minutes.</summary>
    /// <param name="key">Proof that it was opened for a release.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the key is that of another lock box.</exception>
    public MinuteRange Range(LockBoxKey key) => key.Entry.First == $"{Begin}" && key.Entry.Last == $"{End}"
        ? _range
        : throw new FaultException(
            Fault.InvalidInput,
            $"The key of release '{key.Entry.Release}' opens the lock box from {key.Entry.First} to {key.Entry.Last}, not the one that begins at {Begin}.");
}
