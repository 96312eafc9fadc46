using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>
/// Folds through a history in calendar months (UTC), and the lock box after them:
/// <code>
/// ten months and more   … | test | test | test | test | lock box of two months
/// five to nine months   … four months and more … | one to four tests, no lock box
/// less                  one fold, divided by shares; no lock box
/// </code>
/// A year such as 2017 is tested on July, August, September and October and locks November and December. Before a test block lie its
/// calibration (four weeks, at most a sixth of what precedes), its validation (six weeks, at most a quarter) and its training
/// block. Every block ends an embargo before the next one, a test block also before the next test block and the lock box.
/// </summary>
public sealed class WalkForward
{
    /// <summary>Months of history from which on there is a lock box.</summary>
    public const int MonthsForLockBox = 10;

    /// <summary>Months that the lock box takes.</summary>
    public const int LockBoxMonths = 2;

    /// <summary>Fewest months before the first test block, unless the history is divided into one fold by shares.</summary>
    public const int LeadMonths = 4;

    private const int ValidationMinutes = 6 * MarketCalendar.MinutesPerWeek;
    private const int CalibrationMinutes = 4 * MarketCalendar.MinutesPerWeek;
    private const int ValidationDivisor = 4;
    private const int CalibrationDivisor = 6;

    private WalkForward(ImmutableArray<Fold> folds, LockBox? lockBox) => (Folds, LockBox) = (folds, lockBox);

    /// <summary>The folds in time order; at least one. None reaches into the lock box.</summary>
    public ImmutableArray<Fold> Folds { get; }

    /// <summary>What is left unread until a release; null where the history is too short for one.</summary>
    public LockBox? LockBox { get; }

    /// <summary>Plans the folds of a history.</summary>
    /// <param name="history">First and last market minute that there are bars of.</param>
    /// <param name="embargo">What separates blocks.</param>
    /// <param name="options">How to walk.</param>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: the history is too short for even one fold, with the length that would do; or wrong options.
    /// </exception>
    public static WalkForward Plan(MinuteRange history, Embargo embargo, WalkForwardOptions options)
    {
        Check(options);
        var months = MonthBlocks.Of(history);
        var locked = months.Length >= MonthsForLockBox ? LockBoxMonths : 0;
        var end = months.Length - locked;
        var tests = Math.Min(options.Folds, end - LeadMonths);
        if (tests < 1)
        {
            return new WalkForward([new Fold(0, PurgedSplit.Divide(history, embargo))], null);
        }

        var lockBox = locked > 0 ? new LockBox(new MinuteRange(months[end].First, history.Last)) : null;
        return new WalkForward([.. Enumerable.Range(0, tests).Select(k => FoldOf(k, end - tests + k))], lockBox);

        Fold FoldOf(int index, int month)
        {
            var first = options.Window == WalkForwardWindow.Expanding ? 0 : Math.Max(0, month - options.RollingMonths);
            var last = month + 1 < months.Length ? months[month + 1].First - embargo.Minutes : history.Last;
            return new Fold(index, Before(months[first].First, new MinuteRange(months[month].First, last), embargo));
        }
    }

    /// <summary>The last fold with the lock box as its test block.</summary>
    /// <param name="key">Proof that the lock box was opened for a release.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no lock box, or the key is another one's.</exception>
    public Fold Release(LockBoxKey key)
    {
        if (LockBox is null)
        {
            throw new FaultException(Fault.InvalidInput, $"This history has no lock box: {MonthsForLockBox} months are needed for one.");
        }

        var last = Folds[^1].Split;
        return new Fold(
            Folds.Length, PurgedSplit.Of(last.Embargo, last.Train, last.Validation, last.Calibration, LockBox.Range(key)));
    }

    private static PurgedSplit Before(int first, MinuteRange test, Embargo embargo)
    {
        var lead = test.First - first;
        var calibration = Ending(test.First - embargo.Minutes, Math.Min(CalibrationMinutes, lead / CalibrationDivisor));
        var validation = Ending(calibration.First - embargo.Minutes, Math.Min(ValidationMinutes, lead / ValidationDivisor));
        return PurgedSplit.Of(embargo, new MinuteRange(first, validation.First - embargo.Minutes), validation, calibration, test);
    }

    private static MinuteRange Ending(int last, int minutes) => new(last - minutes + 1, last);

    private static void Check(WalkForwardOptions options)
    {
        if (options.Folds < 1)
        {
            throw new FaultException(Fault.InvalidInput, $"{options.Folds} folds judge nothing: at least 1 is needed.");
        }

        if (options.RollingMonths < LeadMonths)
        {
            throw new FaultException(
                Fault.InvalidInput, $"A rolling window of {options.RollingMonths} months is too short: at least {LeadMonths} are needed.");
        }
    }
}
