using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 7 keeps nothing of its own: it reads the pair's ring of returns.</summary>
internal sealed class LaggedReturnState(MarketState market) : StatelessFamily
{
    private const int Lags = LaggedReturnFamily.Lags;

    private static readonly Vector256<int> Backwards = Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0);

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var inverse = series.InverseSigma;
        var lag = series.TryReturns(Lags, out var returns) ? WriteEights(returns, inverse, values) : 0;
        for (; lag < Lags; lag++)
        {
            values[lag] = (float)(series.ReturnAt(lag) * inverse);
        }
    }

    // Returns how many lags are written.
    private static int WriteEights(ReadOnlySpan<double> returns, double inverse, Span<float> values)
    {
        var lag = 0;
        for (; lag <= Lags - Vector512<double>.Count; lag += Vector512<double>.Count)
        {
            var oldestFirst = Vector512.Create(returns[(Lags - Vector512<double>.Count - lag)..]) * inverse;
            var narrow = Vector256.Narrow(oldestFirst.GetLower(), oldestFirst.GetUpper());
            Vector256.Shuffle(narrow, Backwards).CopyTo(values[lag..]);
        }

        return lag;
    }
}
