using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// What family X4 is made of at one minute, over all lags: a copy from which the block of any graph can be written later. Immutable.
/// </summary>
public sealed class LeadLagMinutes
{
    private readonly Vector512<float>[] _byLag;
    private readonly int _offset;

    internal LeadLagMinutes(Vector512<float>[] byLag, int offset) => (_byLag, _offset) = (byLag, offset);

    /// <summary>Writes a graph's block into a vector that was read at the same minute.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="values">Its vector, in schema order.</param>
    /// <param name="graph">By how much sisters lead.</param>
    public void Write(Pair pair, Span<float> values, LeadLagGraph graph)
    {
        var lags = graph.Of(pair);
        for (var slot = 0; slot < lags.Length; slot++)
        {
            var rows = _byLag.AsSpan(lags[slot] * CurrencyGrid.Currencies, CurrencyGrid.Currencies);
            LeadLagState.WriteSlot(pair.Index, slot, rows, values[_offset..]);
        }
    }
}
