using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// A spike is a bar with a price more than <see cref="Limit"/> away from the pair's last close that the next bar does not confirm. The
/// next bar confirms it by opening nearer to the suspect's close than to the close before it, as after a real jump (CHF, January
/// 2015). A bar that comes back by its own close has nothing to confirm: it stays set aside, for a person to decide.
/// </summary>
public static class SpikeRule
{
    /// <summary>Share of the last close.</summary>
    public const double Limit = 0.1;

    /// <summary>Whether no price of a bar is further than the limit from a close.</summary>
    public static bool IsNear(in Bar bar, int lastClose) =>
        bar.HighTicks <= lastClose * (1 + Limit) && bar.LowTicks >= lastClose * (1 - Limit);

    /// <summary>Whether a bar that is not near closes so far away that the next may confirm it.</summary>
    public static bool MayBeConfirmed(in Bar suspect, int lastClose) =>
        Math.Abs(suspect.CloseTicks - lastClose) > lastClose * Limit / 2;

    /// <summary>Whether the bar after a suspect confirms it.</summary>
    public static bool Confirms(in Bar next, in Bar suspect, int lastClose) =>
        Math.Abs((long)next.OpenTicks - suspect.CloseTicks) < Math.Abs((long)next.OpenTicks - lastClose);
}
