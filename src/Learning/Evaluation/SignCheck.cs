using Bqx.Core;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// How BQX of the coming hour hangs together with what the price does in it, every minute: t → t+60. On a random walk
/// corr(BQX, return) = −0.870, and against the sum of coming differences, FWD = Σ (P[t+i] − P[t]) / P[t], i = 1..60, corr(BQX, −FWD) = 0.512 with
/// 67 % equal signs: the weights are mirrored.
/// </summary>
/// <param name="ReturnCorrelation">corr(BQX60 at t+60, ln P[t+60] − ln P[t]).</param>
/// <param name="ForwardCorrelation">corr(BQX60 at t+60, −FWD at t).</param>
/// <param name="ForwardAgreement">Share of minutes in which BQX60 at t+60 and −FWD at t have one sign; zeros do not count.</param>
public readonly record struct SignCheck(double ReturnCorrelation, double ForwardCorrelation, double ForwardAgreement)
{
    private const int Window = 60;

    /// <summary>Runs over segments of closes, ticks, each without gaps.</summary>
    public static SignCheck Run(IEnumerable<int[]> segments)
    {
        var (withReturn, withForward) = (default(Products), default(Products));
        var (same, signs) = (0L, 0L);
        foreach (var ticks in segments)
        {
            var sum = ticks.Take(Window).Sum(tick => (long)tick); // Σ P[t+i], i = 0..59
            for (var t = 0; t + Window < ticks.Length; t++)
            {
                var (now, later) = ((double)ticks[t], (double)ticks[t + Window]);
                var bqx = (sum - (Window * later)) / later;
                sum += ticks[t + Window] - ticks[t];
                var forward = (sum - (Window * now)) / now;
                withReturn.Add(bqx, Math.Log(later / now));
                withForward.Add(bqx, -forward);
                signs += bqx != 0 && forward != 0 ? 1 : 0;
                same += bqx * forward < 0 ? 1 : 0;
            }
        }

        return new SignCheck(withReturn.Correlation, withForward.Correlation, signs > 0 ? (double)same / signs : 0.5);
    }

    // Both have means near 0 compared with their deviations: plain sums do.
    private struct Products
    {
        private double _n;
        private double _x;
        private double _y;
        private double _xx;
        private double _yy;
        private double _xy;

        public readonly double Correlation =>
            _xx > 0 && _yy > 0
                ? ((_n * _xy) - (_x * _y)) / Math.Sqrt(((_n * _xx) - (_x * _x)) * ((_n * _yy) - (_y * _y)))
                : 0;

        public void Add(double x, double y)
        {
            _n++;
            _x += x;
            _y += y;
            _xx += x * x;
            _yy += y * y;
            _xy += x * y;
        }
    }
}
