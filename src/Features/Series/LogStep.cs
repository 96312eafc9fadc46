using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Log prices of all pairs at a minute and at the one before.</summary>
internal readonly ref struct LogStep(ReadOnlySpan<Vector512<double>> now, ReadOnlySpan<Vector512<double>> before)
{
    private readonly ReadOnlySpan<Vector512<double>> _now = now;
    private readonly ReadOnlySpan<Vector512<double>> _before = before;

    /// <summary>Log returns of that minute, by row of the <see cref="CurrencyGrid"/>.</summary>
    public Vector512<double> this[int currency] => _now[currency] - _before[currency];
}
