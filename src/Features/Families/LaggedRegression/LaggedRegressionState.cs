namespace Bqx.Features;

/// <summary>Family 9 keeps nothing of its own: it reads the rings of the fits.</summary>
internal sealed class LaggedRegressionState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var bends = values[(LaggedRegressionFamily.Lags.Length * FitWindows.Count)..];
        var to = 0;
        foreach (var lag in LaggedRegressionFamily.Lags)
        {
            series.PriceFits.SlopesAt(lag).CopyTo(values[to..]);
            series.BqxFits.QuadZAt(lag).CopyTo(bends[to..]);
            to += FitWindows.Count;
        }
    }
}
