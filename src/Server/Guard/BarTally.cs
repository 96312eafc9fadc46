using System.Globalization;
using Bqx.Core;

namespace Bqx.Server.Guard;

/// <summary>Counts failures and slow bars of one model. Used by the pipeline's thread alone.</summary>
internal sealed class BarTally(GuardOptions options)
{
    /// <summary>Failures that are let pass whatever their share: one.</summary>
    public const int FailuresLetPass = 1;

    /// <summary>Slow bars that are let pass whatever their share: two.</summary>
    public const int SlowBarsLetPass = 2;

    private const double SlowShare = 0.01;

    private int _bars;
    private int _failed;
    private int _slow;

    /// <summary>Takes in a bar.</summary>
    /// <returns>Why the model has to go; null while it may stay.</returns>
    public string? Add(TimeSpan took, FaultException? failed)
    {
        _bars++;
        _failed += failed is null ? 0 : 1;
        _slow += took > options.Latency ? 1 : 0;
        if (failed is { IsNotFinite: true })
        {
            return $"it gave a value that is not finite: {failed.Message}";
        }

        if (_failed > FailuresLetPass && _failed > options.ErrorRate * _bars)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it failed on {_failed} of {_bars} bars, more than {options.ErrorRate:P1}: {failed?.Message}");
        }

        return _slow > SlowBarsLetPass && _slow > SlowShare * _bars
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the 99th percentile of its inference exceeds {options.Latency.TotalMilliseconds:0.###} ms: "
                + $"{_slow} of {_bars} bars took longer.")
            : null;
    }
}
