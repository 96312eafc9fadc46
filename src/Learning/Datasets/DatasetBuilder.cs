using Bqx.Core;
using Bqx.Features;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Builds a training matrix by replaying bars through the engine that serves live bars:
/// <code>
/// bars → engine → 1 features every stride minutes → 2 wait h minutes in the same segment → 3 label from prices → matrix
/// </code>
/// </summary>
public sealed class DatasetBuilder
{
    private readonly FeatureEngine _engine = new();
    private readonly DatasetOptions _options;
    private readonly TrainingMatrix _matrix = new(FeatureCatalogue.Schema);
    private readonly LabelQueue _labels;
    private readonly int[] _ticks = new int[Pair.Count];
    private readonly int _sigma = FeatureCatalogue.Schema.IndexOf(FeatureNames.Sigma);
    private readonly int? _martingale;

    private DatasetBuilder(DatasetOptions options)
    {
        _options = options;
        _labels = new LabelQueue(_matrix, options.Target);
        _martingale = Martingale.ForecastWindow(options.Target) is { } window
            ? FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(window))
            : null;
    }

    /// <summary>Replays bars. Those outside market hours are passed over.</summary>
    /// <param name="bars">Minute by minute, ascending.</param>
    /// <param name="options">What rows to take.</param>
    /// <param name="progress">Hears the first close of every trading day.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no bar, or too many rows would be held.</exception>
    public static async Task<Dataset> BuildAsync(
        IAsyncEnumerable<MinuteBars> bars, DatasetOptions options, IProgress<Minute>? progress, CancellationToken cancellationToken)
    {
        CheckOptions(options);
        using var hash = new BarHash();
        var builder = new DatasetBuilder(options);
        var (count, day, first, last) = (0L, 0, default(Minute?), default(Minute));
        await foreach (var minute in bars.WithCancellation(cancellationToken))
        {
            if (!MarketCalendar.TryGetNumber(minute.Close, out var number))
            {
                continue;
            }

            hash.Add(minute.Bars.Span);
            count += minute.Bars.Length;
            builder.Advance(minute, number);
            first ??= minute.Close;
            last = minute.Close;
            if (number / MarketCalendar.MinutesPerDay != day)
            {
                day = number / MarketCalendar.MinutesPerDay;
                progress?.Report(last);
            }
        }

        return first is { } start
            ? new Dataset(builder._matrix, options, hash.Finish(), count, start, last)
            : throw new FaultException(Fault.InvalidInput, "There are no bars in that range: load some with 'ingest' or 'synthetic'.");
    }

    private static void CheckOptions(DatasetOptions options)
    {
        if (options.Stride is < 1 or > MarketCalendar.MinutesPerDay)
        {
            throw new FaultException(Fault.InvalidInput, $"A stride of {options.Stride} minutes is not possible: 1 to 1440 are.");
        }

        var reach = Math.Max(options.Target.Horizon.Minutes, options.Target.Window.Minutes);
        if (reach >= PriceHistory.Capacity)
        {
            throw new FaultException(Fault.InvalidInput, $"Target {options.Target} looks {reach} minutes far: less than {PriceHistory.Capacity} are possible.");
        }
    }

    private void Advance(in MinuteBars minute, int number)
    {
        var step = _engine.Advance(minute.Close, minute.Bars.Span);
        if (step.SegmentStarted)
        {
            _labels.Reset();
        }

        if (!step.InSegment)
        {
            return;
        }

        // The minutes that the engine filled come first, with the closes of before.
        for (var filled = number - step.FilledMinutes; filled < number; filled++)
        {
            _labels.Advance(filled, _ticks);
        }

        foreach (var pair in Pair.All)
        {
            _ticks[pair.Index] = _engine.LastCloseTicks(pair);
        }

        _labels.Advance(number, _ticks);
        if (number % _options.Stride == 0)
        {
            TakeRows(minute.Close, number);
        }
    }

    private void TakeRows(Minute close, int number)
    {
        foreach (var pair in Pair.All)
        {
            var status = _engine.Status(pair);
            if (!status.IsComplete || status.Flags.HasFlag(VectorFlags.Stale) || _labels.HistoryOf(pair) < LabelQueue.NeededHistory)
            {
                continue;
            }

            if (_matrix.Rows >= _options.MaxRows)
            {
                throw new FaultException(
                    Fault.InvalidInput,
                    $"More than {_options.MaxRows} rows at a stride of {_options.Stride} minutes: take a longer stride or fewer days.");
            }

            var features = new float[_matrix.Columns];
            _engine.TryRead(pair, features);
            _labels.Enqueue(pair, close, number, features[_sigma], _martingale is { } column ? features[column] : 0, features);
        }
    }
}
