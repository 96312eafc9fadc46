using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;
using Bqx.Features.Lint;

namespace Bqx.Trainer.Reports;

/// <summary>Replays bars through the engine, counts what is missing, and lints vectors taken at a stride.</summary>
/// <param name="stride">
/// Market minutes between two vectors of the lint. Best a prime: then every minute of the day is met.
/// </param>
internal sealed class QualityJob(int stride)
{
    private readonly FeatureEngine _engine = new();
    private readonly FeatureMoments _moments = new(FeatureCatalogue.Schema.Count);
    private readonly QualityCounter[] _counters = [.. Pair.All.Select(pair => new QualityCounter(pair))];
    private readonly float[] _vector = new float[FeatureCatalogue.Schema.Count];

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: too few bars.</exception>
    public async Task<QualityReport> RunAsync(MinuteSource source, Action<int> progress, CancellationToken cancellationToken)
    {
        Minute? first = null;
        var (minutes, segments, silent) = (0L, 0, 0L);
        await foreach (var minute in source.Minutes.WithCancellation(cancellationToken))
        {
            if (!MarketCalendar.IsOpen(minute.Close))
            {
                continue;
            }

            var result = _engine.Advance(minute.Close, minute.Bars.Span);
            first ??= minute.Close;
            minutes++;
            segments += result.SegmentStarted ? 1 : 0;
            silent += result.FilledMinutes;
            Collect(minute.Close);
            progress(minute.Bars.Length);
        }

        if (_moments.Count <= FeatureCatalogue.Schema.Count)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"{source.Name} give {_moments.Count} vectors at a stride of {stride} minutes: the lint needs more than {FeatureCatalogue.Schema.Count}.");
        }

        return new QualityReport(
            source.Name, first!.Value, _engine.Close!.Value, minutes, segments, silent, [.. _counters.Select(counter => counter.Result)], FeatureLint.Judge(_moments));
    }

    private void Collect(Minute close)
    {
        var sampled = MarketCalendar.NumberOf(close) % stride == 0;
        foreach (var pair in Pair.All)
        {
            _counters[pair.Index].Add(_engine.Status(pair));
            if (sampled && _engine.TryRead(pair, _vector))
            {
                _moments.Add(_vector);
            }
        }
    }
}
