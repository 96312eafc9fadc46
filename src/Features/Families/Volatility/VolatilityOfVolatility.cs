using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Mean and mean square of realised volatility over 15 minutes, over the last 60, 240 and 630 minutes.</summary>
internal sealed class VolatilityOfVolatility(PairSeries series, ShadowPhases phases)
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Windows = [60, 240, 630];

    private const int Fifteen = 1; // position in RealisedVolatility.Windows

    private static readonly int[] LaneWindows = [60, 240, 630, 630, 60, 240, 630, 630];

    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Lanes.Of(LaneWindows);

    private readonly Ring<double> _volatility = new(1024);
    private ShadowBank _bank;

    public static ShadowPhases NewPhases() => new(LaneWindows);

    public void Advance()
    {
        phases.MoveTo(series.Number);
        var entering = series.Volatility.Rv(Fifteen);
        _volatility[series.Number] = entering;
        _bank.Slide(phases, Powers(Vector256.Create(entering)), Powers(Leaving()));
    }

    /// <summary>
    /// Deviation over mean of the volatility in each window, the last one twice: 10⁻⁴ at least, as less is rounding, and the mean at least
    /// the floor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Variations(float floor)
    {
        var scaled = _bank.Sums * InverseWindows;
        var (means, squares) = (scaled.GetLower(), scaled.GetUpper() - (scaled.GetLower() * scaled.GetLower()));
        var variances = Vector256.MaxNative(squares, 1e-8 * means * means);
        var rounded = Vector256.Narrow(means, variances);
        return Vector128.Sqrt(rounded.GetUpper()) / Vector128.MaxNative(rounded.GetLower(), Vector128.Create(floor));
    }

    public void Reset()
    {
        _volatility.Clear();
        _bank.Reset();
    }

    public void Save(SnapshotWriter writer)
    {
        _bank.Save(writer);
        for (var lag = Windows[^1]; lag >= 0; lag--)
        {
            writer.Write(_volatility[series.Number - lag]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        _bank.Load(ref reader);
        for (var lag = Windows[^1]; lag >= 0; lag--)
        {
            _volatility[series.Number - lag] = reader.ReadDouble();
        }
    }

    private Vector256<double> Leaving()
    {
        var last = _volatility[series.Number - 630];
        return Vector256.Create(_volatility[series.Number - 60], _volatility[series.Number - 240], last, last);
    }

    // Lower four lanes: the values; upper four: their squares.
    private static Vector512<double> Powers(Vector256<double> values) => Vector512.Create(values, values * values);
}
