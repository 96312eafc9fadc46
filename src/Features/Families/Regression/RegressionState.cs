using Bqx.Core;

namespace Bqx.Features;

/// <summary>Rolling state of family 2 for one pair. All of it is exact, so nothing is stored: it is rebuilt from the closes.</summary>
internal sealed class RegressionState(PairSeries series) : IPairState
{
    private const int PerWindow = 12;

    private static readonly RegressionWindow[] Windows =
        [.. Window.Regression.Select(window => new RegressionWindow(window.Minutes))];

    private readonly RegressionSums[] _sums = NewSums();

    public void Advance()
    {
        for (var k = 0; k < Windows.Length; k++)
        {
            _sums[k].Slide(series.CloseAt(Windows[k].Minutes), series.Close);
        }
    }

    public void Write(Span<float> values)
    {
        for (var k = 0; k < Windows.Length; k++)
        {
            RegressionFit.Write(_sums[k], Windows[k], series.Close, series.Sigma, values.Slice(k * PerWindow, PerWindow));
        }
    }

    public void Reset() => NewSums().CopyTo(_sums, 0);

    public void Save(SnapshotWriter writer)
    {
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var k = 0; k < Windows.Length; k++)
        {
            for (var lag = Windows[k].Minutes - 1; lag >= 0; lag--)
            {
                _sums[k].Slide(0, series.CloseAt(lag));
            }
        }
    }

    private static RegressionSums[] NewSums() => [.. Windows.Select(window => new RegressionSums(window.Minutes))];
}
