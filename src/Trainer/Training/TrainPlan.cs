using Bqx.Core;
using Bqx.Learning.Datasets;

namespace Bqx.Trainer.Training;

/// <summary>What a training will read, fixed before it starts: the clock never changes it.</summary>
/// <param name="After">Bars that close after this; null: from the first.</param>
/// <param name="UpTo">Bars that close up to this.</param>
/// <param name="Stride">Market minutes between two rows of a pair.</param>
/// <param name="LockBox">Where the part begins that is left unread for a release; null: there is none.</param>
internal sealed record TrainPlan(Minute? After, Minute UpTo, int Stride, Minute? LockBox)
{
    /// <summary>Days of history from which on the last sixth is a lock box.</summary>
    public const int LockBoxDays = 300;

    private const int DayMinutes = 1440;
    private const int LockBoxShare = 6;

    /// <summary>Plans over the bars that are there.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="range">Close of the first and last bar.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the range is empty, or contradicts itself.</exception>
    public static TrainPlan Make(TrainRequest request, (Minute First, Minute Last) range)
    {
        if (request is { Days: not null, From: not null })
        {
            throw new FaultException(Fault.InvalidInput, "--days and --from both say where to begin: give one of them.");
        }

        if (request.Days is < 1)
        {
            throw new FaultException(Fault.InvalidInput, $"{request.Days} days cannot be trained on: at least 1 is needed.");
        }

        var days = (range.Last - range.First) / DayMinutes;
        Minute? lockBox = request is { To: null, Days: null, From: null } && days >= LockBoxDays
            ? range.Last - ((range.Last - range.First) / LockBoxShare)
            : null;
        var upTo = request.To ?? lockBox ?? range.Last;
        var after = request.From ?? (request.Days is { } count ? upTo - (count * DayMinutes) : null);
        var first = after is { } start && start > range.First ? start : range.First;
        if (first >= upTo)
        {
            throw new FaultException(Fault.InvalidInput, $"No bar lies after {first} and up to {upTo}: there are bars from {range.First} to {range.Last}.");
        }

        return new TrainPlan(after, upTo, FitStride(request.Stride, first, upTo), lockBox);
    }

    // Five of seven days have market minutes.
    private static int FitStride(int stride, Minute first, Minute upTo)
    {
        var minutes = ((upTo - first) * 5L / 7) + DayMinutes;
        var shortest = (int)Math.Ceiling((double)minutes * Pair.Count / new DatasetOptions().MaxRows);
        return Math.Max(stride, shortest);
    }
}
