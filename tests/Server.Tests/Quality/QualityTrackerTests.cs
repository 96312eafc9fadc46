using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Predictions;
using Bqx.Server.Quality;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Quality;

/// <summary>
/// Forecasts and outcomes are given in units u = σ̂·√V = 1e-4 · √73,810, so that an error of 2u is a standardised error of 2.
/// </summary>
public sealed class QualityTrackerTests
{
    private const int Hour = 0;
    private const int Day = 1;
    private const int Week = 2;

    private static readonly int Start = MarketCalendar.NumberOf(TestBars.Start);
    private static readonly double Unit = 1e-4 * Math.Sqrt(73_810);
    private static readonly FeatureSchema Schema = new([(FeatureNames.Sigma, 1), (FeatureNames.Bqx(new Window(60)), 1)]);

    private readonly PredictionBoard _board = new();
    private readonly PredictionHistory _history = new();
    private readonly QualityTracker _tracker;

    public QualityTrackerTests() => _tracker = new QualityTracker(_board, _history, Schema);

    [Fact]
    public void Add_BeforeTheHorizon_KnowsNothing()
    {
        Forecast(0, 1);
        Outcome(59, 1);

        _tracker.Current.ShouldBeEmpty();
    }

    // Errors 1 and −3, of the martingale −1 and −2; the second has the wrong sign and lies outside −1 ± 2.
    [Fact]
    public void Add_TwoOutcomes_GivesTheFiguresWorkedOutByHand()
    {
        Forecast(0, 2, width: 2);
        Forecast(1, -1, width: 2);
        Outcome(60, 1);
        Outcome(61, 2);

        var quality = _tracker.Current["production"];

        quality.Target.ShouldBe(Target.Primary);
        quality.Windows.Select(window => window.Minutes).ShouldBe([60, 1440, 7200]);
        foreach (var window in quality.Windows)
        {
            ShouldBe(window.ByPair[3]!, new QualityFigures(2, 2, 5, -1, 0.5, 0.5));
            ShouldBe(window.Total!, new QualityFigures(56, 2, 5, -1, 0.5, 0.5));
        }
    }

    // Half a hit each; the martingale, which is 0, makes no error.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Add_Zero_IsHalfAHit(double forecast, double outcome)
    {
        Forecast(0, forecast);
        Outcome(60, outcome);

        var total = Total(Hour)!;
        total.DirectionalAccuracy.ShouldBe(0.5);
        (total.Skill is null).ShouldBe(outcome == 0);
    }

    [Fact]
    public void Add_TimePasses_TheWindowsLetGo()
    {
        Forecast(0, 1);
        Outcome(60, 2);

        Outcome(119, 0);
        (Total(Hour)?.Count, Total(Day)?.Count).ShouldBe((28, 28));
        Outcome(120, 0);
        (Total(Hour)?.Count, Total(Day)?.Count).ShouldBe((null, 28));
        Outcome(60 + 1439, 0);
        Total(Day)!.Count.ShouldBe(28);
        Outcome(60 + 1440, 0);
        (Total(Day)?.Count, Total(Week)?.Count).ShouldBe((null, 28));
        Outcome(60 + 7199, 0);
        Total(Week)!.Count.ShouldBe(28);
        Outcome(60 + 7200, 0);
        Total(Week).ShouldBeNull();
    }

    [Fact]
    public void Add_OutcomeCorrected_IsJudgedAgain()
    {
        Forecast(0, 1);
        Outcome(60, 5);
        Outcome(60, 2);

        ShouldBe(Total(Week)!, new QualityFigures(28, 1, 1, 0.75, 1, 1));
    }

    [Fact]
    public void Add_StalePrediction_DoesNotCount()
    {
        Forecast(0, 1, flags: PredictionFlags.Stale);
        Outcome(60, 2);

        Total(Hour).ShouldBeNull();
    }

    [Fact]
    public void Add_StaleOutcome_DoesNotCount()
    {
        Forecast(0, 1);
        Outcome(60, 2, VectorFlags.Stale);

        Total(Hour).ShouldBeNull();
    }

    [Fact]
    public void Add_LabelIsServedNoMore_IsForgotten()
    {
        Forecast(0, 1);
        Outcome(60, 2);
        _board.Publish(PredictionSnapshot.Empty());

        Outcome(61, 2);

        _tracker.Current.ShouldBeEmpty();
    }

    // With a hole longer than an hour and one longer than a day; by hand would be too long, so by the plain formulas
    // over all that was forecast.
    [Fact]
    public void Add_ManyMinutes_EqualsThePlainSums()
    {
        var random = new Random(1);
        var samples = new List<(int Known, double Forecast, double Outcome)>();
        var forecasts = new Dictionary<int, double>();
        var last = 0;
        for (var minute = 0; minute < 12_000; minute++)
        {
            if (minute is (> 2_000 and < 2_100) or (> 9_000 and < 10_500))
            {
                continue;
            }

            var (forecast, outcome) = (random.Next(-8, 9) / 4.0, random.Next(-8, 9) / 4.0);
            Forecast(minute, forecast, width: 1.1);
            Outcome(minute, outcome);
            if (forecasts.TryGetValue(minute - 60, out var before))
            {
                samples.Add((minute, before, outcome));
            }

            forecasts.Add(minute, forecast);
            last = minute;
        }

        foreach (var (window, length) in new[] { (Hour, 60), (Day, 1440), (Week, 7200) })
        {
            var known = samples.Where(sample => sample.Known > last - length).ToList();
            var squared = known.Average(sample => Math.Pow(sample.Forecast - sample.Outcome, 2));
            var expected = new QualityFigures(
                known.Count,
                known.Average(sample => Math.Abs(sample.Forecast - sample.Outcome)),
                squared,
                1 - (squared / known.Average(sample => sample.Outcome * sample.Outcome)),
                known.Average(sample => sample.Forecast * sample.Outcome == 0 ? 0.5 : sample.Forecast * sample.Outcome > 0 ? 1 : 0),
                known.Average(sample => Math.Abs(sample.Forecast - sample.Outcome) <= 1 ? 1 : 0));
            ShouldBe(_tracker.Current["production"].Windows[window].ByPair[27]!, expected);
        }
    }

    private QualityFigures? Total(int window) => _tracker.Current["production"].Windows[window].Total;

    // Samples are kept as float32.
    private static void ShouldBe(QualityFigures actual, QualityFigures expected)
    {
        actual.Count.ShouldBe(expected.Count);
        actual.MeanAbsolute.ShouldBe(expected.MeanAbsolute, 1e-6);
        actual.MeanSquared.ShouldBe(expected.MeanSquared, 1e-6);
        actual.Skill!.Value.ShouldBe(expected.Skill!.Value, 1e-6);
        actual.DirectionalAccuracy.ShouldBe(expected.DirectionalAccuracy, 1e-12);
        actual.Coverage.ShouldBe(expected.Coverage, 1e-12);
    }

    private static Minute Close(int minutes) => MarketCalendar.CloseOf(Start + minutes);

    private void Forecast(int minutes, double value, double width = 10, PredictionFlags flags = PredictionFlags.None)
    {
        var byPair = Pair.All.Select(pair => (PairPrediction?)(TestPredictions.Of(pair, Close(minutes), value * Unit, flags: flags) with
        {
            BqxInterval = new Interval(0.9, (value - width) * Unit, (value + width) * Unit),
        }));
        var snapshot = TestPredictions.Snapshot(Close(minutes), ("production", new ModelPredictions(TestPredictions.Model, [.. byPair])));
        _board.Publish(snapshot);
        _history.Add(snapshot);
    }

    private void Outcome(int minutes, double value, VectorFlags flags = VectorFlags.None)
    {
        float[] row = [1e-4f, (float)(value * Unit)];
        _tracker.Add(TestPredictions.Frame(Close(minutes), Schema, [.. Enumerable.Repeat(row, Pair.Count).SelectMany(values => values)], flags));
    }
}
