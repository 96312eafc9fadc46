using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>
/// Market minutes that separate two blocks of a split. A label at t occupies [t+h−W, t+h], so max(h, W) minutes are purged;
/// a day more lets serial correlation die out.
/// </summary>
public sealed class Embargo
{
    private const int DayMinutes = 1440;

    private Embargo(int minutes) => Minutes = minutes;

    /// <summary>t_last + this ≤ t_next.</summary>
    public int Minutes { get; }

    /// <summary>The separation that a target needs: max(h, W) + 1440.</summary>
    public static Embargo For(Target target) => new(Math.Max(target.Horizon.Minutes, target.Window.Minutes) + DayMinutes);
}
