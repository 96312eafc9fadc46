using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>
/// Four blocks of time, in this order, each separated from the next by an <see cref="Embargo"/>. There is no other way to split: rows
/// are never assigned at random.
/// </summary>
public sealed class PurgedSplit
{
    /// <summary>Fewest market minutes a block may have.</summary>
    public const int MinBlockMinutes = 240;

    private const double TrainShare = 0.55;
    private const double ValidationShare = 0.15;
    private const double CalibrationShare = 0.10;

    private PurgedSplit(Embargo embargo, MinuteRange train, MinuteRange validation, MinuteRange calibration, MinuteRange test)
    {
        Embargo = embargo;
        Train = train;
        Validation = validation;
        Calibration = calibration;
        Test = test;
    }

    public Embargo Embargo { get; }

    /// <summary>Where weights are fitted.</summary>
    public MinuteRange Train { get; }

    /// <summary>Where strength of regularisation and the moment to stop are chosen.</summary>
    public MinuteRange Validation { get; }

    /// <summary>Where intervals are calibrated.</summary>
    public MinuteRange Calibration { get; }

    /// <summary>Where the model is judged, once.</summary>
    public MinuteRange Test { get; }

    /// <summary>Takes four blocks as they are.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a block is too short, or two are too close.</exception>
    public static PurgedSplit Of(Embargo embargo, MinuteRange train, MinuteRange validation, MinuteRange calibration, MinuteRange test)
    {
        (string Name, MinuteRange Range)[] blocks =
            [("train", train), ("validation", validation), ("calibration", calibration), ("test", test)];
        for (var i = 0; i < blocks.Length; i++)
        {
            CheckLength(blocks[i].Name, blocks[i].Range);
            if (i > 0)
            {
                CheckDistance(embargo, blocks[i - 1], blocks[i]);
            }
        }

        return new PurgedSplit(embargo, train, validation, calibration, test);
    }

    /// <summary>Divides a range: 55 % train, 15 % validation, 10 % calibration, 20 % test of what the embargoes leave.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the range is too short, with the length that would do.</exception>
    public static PurgedSplit Divide(MinuteRange range, Embargo embargo)
    {
        var usable = range.Length - (3 * (embargo.Minutes - 1));
        var needed = (int)Math.Ceiling(MinBlockMinutes / CalibrationShare) + (3 * embargo.Minutes);
        if (range.Length < needed)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"{Math.Max(0, range.Length)} market minutes cannot be split with three embargoes of {embargo.Minutes}: at least {needed} are needed.");
        }

        var next = range.First;
        var train = Take(TrainShare);
        var validation = Take(ValidationShare);
        var calibration = Take(CalibrationShare);
        return Of(embargo, train, validation, calibration, new MinuteRange(next, range.Last));

        MinuteRange Take(double share)
        {
            var block = new MinuteRange(next, next + (int)(usable * share) - 1);
            next = block.Last + embargo.Minutes;
            return block;
        }
    }

    private static void CheckLength(string name, MinuteRange range)
    {
        if (range.Length < MinBlockMinutes)
        {
            throw new FaultException(
                Fault.InvalidInput, $"The {name} block has {Math.Max(0, range.Length)} market minutes: at least {MinBlockMinutes} are needed.");
        }
    }

    private static void CheckDistance(Embargo embargo, (string Name, MinuteRange Range) before, (string Name, MinuteRange Range) after)
    {
        if (before.Range.Last + embargo.Minutes > after.Range.First)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"The {after.Name} block begins {after.Range.First - before.Range.Last} market minutes after the {before.Name} block ends: "
                + $"at least {embargo.Minutes} are needed.");
        }
    }
}
