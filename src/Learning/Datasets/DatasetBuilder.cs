using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Builds a training matrix by replaying bars through the engine that serves live bars:
/// <code>
/// bars → engine → 1 features every stride minutes → 2 wait the longest horizon in the same segment → 3 label from prices → matrix
/// </code>
/// </summary>
public sealed class DatasetBuilder
{
    private readonly FeatureEngine _engine = new();
    private readonly DatasetOptions _options;
    private readonly RowLayout _layout;
    private readonly TrainingMatrix _matrix;
    private readonly LabelQueue _labels;
    private readonly int[] _ticks = new int[Pair.Count];
    private readonly int _sigma = FeatureCatalogue.Schema.IndexOf(FeatureNames.Sigma);
    private readonly ImmutableArray<int> _martingales;

    private DatasetBuilder(DatasetOptions options)
    {
        _options = options;
        _layout = RowLayout.Of(options);
        _matrix = new TrainingMatrix(_layout);
        _labels = new LabelQueue(_matrix, options);
        _martingales = [.. options.Targets.Select(MartingaleColumn)];
    }

    /// <summary>Replays bars. Those outside market hours are passed over, and those of a lock box without its key.</summary>
    /// <param name="bars">Minute by minute, ascending.</param>
    /// <param name="options">What rows to take.</param>
    /// <param name="progress">Hears the first close of every trading day.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no bar, or too many rows would be held.</exception>
    public static async Task<Dataset> BuildAsync(
        IAsyncEnumerable<MinuteBars> bars, DatasetOptions options, IProgress<Minute>? progress, CancellationToken cancellationToken)
    {
        CheckOptions(options);
        var end = End(options);
        using var hash = new BarHash();
        var builder = new DatasetBuilder(options);
        var (count, day, first, last) = (0L, 0, default(Minute?), default(Minute));
        await foreach (var minute in bars.WithCancellation(cancellationToken))
        {
            if (!MarketCalendar.TryGetNumber(minute.Close, out var number))
            {
                continue;
            }

            if (number >= end)
            {
                break;
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

    // The first market minute that is not read.
    private static int End(DatasetOptions options) => (options.LockBox, options.Key) switch
    {
        (null, _) => int.MaxValue,
        ({ } box, null) => box.First,
        ({ } box, { } key) => box.Range(key).Last + 1,
    };

    private static void CheckOptions(DatasetOptions options)
    {
        if (options.Stride is < 1 or > MarketCalendar.MinutesPerDay)
        {
            throw new FaultException(Fault.InvalidInput, $"A stride of {options.Stride} minutes is not possible: 1 to 1440 are.");
        }

        if (options.Targets.IsEmpty || options.Targets.Distinct().Count() != options.Targets.Length)
        {
            throw new FaultException(
                Fault.InvalidInput, $"[{string.Join(", ", options.Targets)}] cannot be predicted: one or more different targets can.");
        }

        if (options.Graphs.IsEmpty)
        {
            throw new FaultException(Fault.InvalidInput, "No lead-lag graph is given: one or more are needed, such as the default graph.");
        }

        var reach = LabelQueue.Reach(options);
        if (reach >= PriceHistory.Capacity)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"Targets {string.Join(", ", options.Targets)} look {reach} minutes far: less than {PriceHistory.Capacity} are possible.");
        }
    }

    // −1 where the forecast is 0.
    private static int MartingaleColumn(Target target) =>
        Martingale.ForecastWindow(target) is { } window ? FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(window)) : -1;

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
        Span<float> martingales = stackalloc float[_martingales.Length];
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

            var features = new float[_layout.Width];
            _layout.TryRead(_engine, pair, features);
            for (var k = 0; k < martingales.Length; k++)
            {
                martingales[k] = _martingales[k] < 0 ? 0 : features[_martingales[k]];
            }

            _labels.Enqueue(pair, close, number, features[_sigma], martingales, features);
        }
    }
}
