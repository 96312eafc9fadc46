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

    /// <summary>Drops the oldest value of each window and appends a new one; the moments then.</summary>
    /// <param name="phases">At the values' market minute.</param>
    /// <param name="leaving">Each window's value of W minutes ago.</param>
    /// <param name="entering">The new value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FitMoments Slide(FitPhases phases, Vector512<double> leaving, double entering)
    {
        var y = Vector512.Create(entering);
        if (phases.AnyStarts)
        {
            _shadow.Start(y, phases.Starts);
        }

        _shadow.Append(phases.Phase, y);
        var moments = _whole.Slide(leaving, y);
        if (phases.AnyEnds)
        {
            _whole.Replace(_shadow, phases.Ends);
            moments = _whole.Moments(y);
        }

        return moments;
    }

    public readonly FitMoments Moments(double now) => _whole.Moments(Vector512.Create(now));

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
        public FitMoments Slide(Vector512<double> leaving, Vector512<double> y)
        {
            var (newest, oldest) = (y - Anchor, leaving - Anchor);
            var (s1, kept) = (S1, S0 - oldest);
            var s2 = S2 + (kept - s1 - s1 + (FitWindows.LastSquared * newest));
            var s0 = kept + newest;
            var squares = Squares + ((newest * newest) - (oldest * oldest));
            s1 += (FitWindows.Last * newest) - kept;
            (S0, S1, S2, Squares) = (s0, s1, s2, squares);
            return Moments(s0, s1, s2, squares, newest);
        }

        public readonly FitMoments Moments(Vector512<double> y) => Moments(S0, S1, S2, Squares, y - Anchor);

        // "Newest" is the value now, from the anchor.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static FitMoments Moments(
            Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> squares, Vector512<double> newest)
        {
            var mean = s0 * FitWindows.InverseW;
            return new FitMoments(
                s1 - (FitWindows.Half * s0),
                s2 - (FitWindows.Last * s1) + (FitWindows.Shift * s0),
                mean - newest,
                squares - (s0 * mean));
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
