using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// The sums of <see cref="PriceFitSums"/> for a series that is not integer. They are taken over y − anchor, and a second set, anchored at
/// its first value, restarts whenever the market-minute number is divisible by W and replaces the first when it is full: rounding
/// never accumulates over more than 2·W steps. Before a segment's first minute the series counts as 0.
/// </summary>
internal struct BqxFitSums
{
    private Sums _whole;
    private Sums _shadow;

    /// <summary>Drops the oldest value of each window and appends a new one.</summary>
    /// <param name="phases">At the values' market minute.</param>
    /// <param name="leaving">Each window's value of W minutes ago.</param>
    /// <param name="entering">The new value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Slide(FitPhases phases, Vector512<double> leaving, double entering)
    {
        var y = Vector512.Create(entering);
        if (phases.AnyStarts)
        {
            _shadow.Start(y, phases.Starts);
        }

        _shadow.Append(phases.Phase, y);
        _whole.Slide(leaving, y);
        if (phases.AnyEnds)
        {
            _whole.Replace(_shadow, phases.Ends);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly FitMoments Moments(double now)
    {
        var mean = _whole.S0 * FitWindows.InverseW;
        var total = _whole.Squares - (_whole.S0 * mean);
        return new FitMoments(
            _whole.S1 - (FitWindows.Half * _whole.S0),
            _whole.S2 - (FitWindows.Last * _whole.S1) + (FitWindows.Shift * _whole.S0),
            mean + (_whole.Anchor - Vector512.Create(now)),
            total);
    }

    public readonly void Save(SnapshotWriter writer)
    {
        _whole.Save(writer);
        _shadow.Save(writer);
    }

    public void Load(ref SnapshotReader reader)
    {
        _whole.Load(ref reader);
        _shadow.Load(ref reader);
    }

    private struct Sums
    {
        public Vector512<double> Anchor;
        public Vector512<double> S0;
        public Vector512<double> S1;
        public Vector512<double> S2;
        public Vector512<double> Squares;

        /// <summary>Lanes that start forget what was before.</summary>
        public void Start(Vector512<double> y, Vector512<double> lanes)
        {
            Anchor = Vector512.ConditionalSelect(lanes, y, Anchor);
            S0 = Vector512.AndNot(S0, lanes);
            S1 = Vector512.AndNot(S1, lanes);
            S2 = Vector512.AndNot(S2, lanes);
            Squares = Vector512.AndNot(Squares, lanes);
        }

        /// <summary>Adds y at x = phase.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Append(Vector512<double> phase, Vector512<double> y)
        {
            var d = y - Anchor;
            var xy = phase * d;
            S0 += d;
            S1 += xy;
            S2 += phase * xy;
            Squares += d * d;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Slide(Vector512<double> leaving, Vector512<double> y)
        {
            var newest = y - Anchor;
            var oldest = leaving - Anchor;
            var kept = S0 - oldest;
            S2 += kept - S1 - S1 + (FitWindows.LastSquared * newest);
            S1 += (FitWindows.Last * newest) - kept;
            S0 = kept + newest;
            Squares += (newest * newest) - (oldest * oldest);
        }

        public void Replace(in Sums other, Vector512<double> lanes)
        {
            Anchor = Vector512.ConditionalSelect(lanes, other.Anchor, Anchor);
            S0 = Vector512.ConditionalSelect(lanes, other.S0, S0);
            S1 = Vector512.ConditionalSelect(lanes, other.S1, S1);
            S2 = Vector512.ConditionalSelect(lanes, other.S2, S2);
            Squares = Vector512.ConditionalSelect(lanes, other.Squares, Squares);
        }

        public readonly void Save(SnapshotWriter writer)
        {
            foreach (var lanes in (ReadOnlySpan<Vector512<double>>)[Anchor, S0, S1, S2, Squares])
            {
                for (var k = 0; k < FitWindows.Count; k++)
                {
                    writer.Write(lanes[k]);
                }
            }
        }

        public void Load(ref SnapshotReader reader)
        {
            Anchor = ReadLanes(ref reader);
            S0 = ReadLanes(ref reader);
            S1 = ReadLanes(ref reader);
            S2 = ReadLanes(ref reader);
            Squares = ReadLanes(ref reader);
        }

        private static Vector512<double> ReadLanes(ref SnapshotReader reader)
        {
            var lanes = Vector512<double>.Zero;
            for (var k = 0; k < FitWindows.Count; k++)
            {
                lanes = lanes.WithElement(k, reader.ReadDouble());
            }

            return lanes;
        }
    }
}
