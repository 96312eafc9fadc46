using System.Collections.Immutable;
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
    public static Embargo For(Target target) => For([target]);

    /// <summary>The separation that every one of some targets is content with: max over them of max(h, W), + 1440.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no target.</exception>
    public static Embargo For(ImmutableArray<Target> targets) => targets.IsEmpty
        ? throw new FaultException(Fault.InvalidInput, "Without a target there is nothing to keep apart: at least one is needed.")
        : new Embargo(targets.Max(target => Math.Max(target.Horizon.Minutes, target.Window.Minutes)) + DayMinutes);
}
