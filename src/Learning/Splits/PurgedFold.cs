using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>A part of a block of time to judge on, and what of the block may be fitted on: all that lies an embargo away from it.</summary>
/// <param name="Test">Where it is judged.</param>
/// <param name="Train">One or two ranges, none empty.</param>
public sealed record PurgedFold(MinuteRange Test, ImmutableArray<MinuteRange> Train)
{
    /// <summary>Divides a block into consecutive parts, each of which is judged once.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the block is too short, or there are fewer than two parts.</exception>
    public static ImmutableArray<PurgedFold> Divide(MinuteRange block, int parts, Embargo embargo)
    {
        var length = parts > 1 ? block.Length / parts : 0;
        var needed = 2 * Math.Max(embargo.Minutes, PurgedSplit.MinBlockMinutes);
        if (length < needed)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"A block of {block.Length} market minutes cannot be divided into {parts} folds: two or more folds of at least {needed} minutes are needed.");
        }

        return [.. Enumerable.Range(0, parts).Select(Fold)];

        PurgedFold Fold(int part)
        {
            var first = block.First + (part * length);
            var test = new MinuteRange(first, part == parts - 1 ? block.Last : first + length - 1);
            MinuteRange[] sides = [new(block.First, test.First - embargo.Minutes), new(test.Last + embargo.Minutes, block.Last)];
            return new PurgedFold(test, [.. sides.Where(side => side.Length > 0)]);
        }
    }
}
