using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 6 keeps nothing of its own: it reads the pair's rings of standardised BQX.</summary>
internal sealed class LaggedBqxState(MarketState market) : StatelessFamily
{
    private const int Lags = 12;
    private const int LastWindow = 4;

    // Of two minutes' lanes, one minute's and the other's by turns.
    private static readonly Vector512<int> ByTurns = Vector512.Create(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);

    public override void Write(int pair, Span<float> values)
    {
        var bqx = market.Pairs[pair].Bqx;
        var lags = LaggedBqxFamily.Lags;
        values = values[..((LastWindow + 1) * Lags)];
        for (var k = 0; k < Lags; k += 4)
        {
            Write(ByTurn(bqx, lags[k], lags[k + 1]), ByTurn(bqx, lags[k + 2], lags[k + 3]), values[k..]);
        }
    }

    // Windows side by side, two floats each: the first two lags of four and the last two.
    private static void Write(Vector512<double> first, Vector512<double> last, Span<float> values)
    {
        var fours = Vector512.Shuffle(
            Vector512.Create(first.GetLower(), last.GetLower()), Vector512.Create(0L, 4, 1, 5, 2, 6, 3, 7)).AsSingle();
        fours.GetLower().GetLower().CopyTo(values);
        fours.GetLower().GetUpper().CopyTo(values[Lags..]);
        fours.GetUpper().GetLower().CopyTo(values[(2 * Lags)..]);
        fours.GetUpper().GetUpper().CopyTo(values[(3 * Lags)..]);
        Vector128.Create(first[LastWindow], last[LastWindow]).AsSingle().CopyTo(values[(LastWindow * Lags)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ByTurn(BqxSeries bqx, int lag, int next) =>
        Vector512.Shuffle(Vector512.Create(bqx.ZsAt(lag), bqx.ZsAt(next)), ByTurns).AsDouble();
}
