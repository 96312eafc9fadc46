using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Datasets;
using Bqx.Learning.Tests.Training;

namespace Bqx.Learning.Tests.Datasets;

public sealed class DatasetBuilderTests
{
    [Fact]
    public async Task Build_Label_IsTheEnginesOwnBqxAtTheHorizon()
    {
        var bars = Synthetic.Bars(2).ToList();
        var dataset = await BuildAsync(bars);
        var engine = new FeatureEngine();
        var bqx60 = FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(new Window(60)));
        var labels = new Dictionary<(int Number, Pair Pair), float>();
        var values = new float[FeatureCatalogue.Schema.Count];
        foreach (var minute in bars)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            foreach (var pair in Pair.All.Where(pair => engine.TryRead(pair, values)))
            {
                labels[(MarketCalendar.NumberOf(minute.Close), pair)] = values[bqx60];
            }
        }

        dataset.Matrix.Rows.ShouldBeGreaterThan(1000);
        for (var row = 0; row < dataset.Matrix.Rows; row++)
        {
            var sample = dataset.Matrix[row];
            sample.Bqx.ShouldBe(labels[(sample.Number + 60, sample.Pair)], 1e-7f);
        }
    }

    [Fact]
    public async Task Build_Features_AreTheEnginesOwnBits()
    {
        var bars = Synthetic.Bars(2).ToList();
        var dataset = await BuildAsync(bars);
        var engine = new FeatureEngine();
        var values = new float[FeatureCatalogue.Schema.Count];
        var row = 0;
        foreach (var minute in bars)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            while (row < dataset.Matrix.Rows && dataset.Matrix[row].Close == minute.Close)
            {
                engine.TryRead(dataset.Matrix[row].Pair, values).ShouldBeTrue();
                dataset.Matrix.Copy(new RowRange(row, 1), 0).ShouldBe(values);
                row++;
            }
        }

        row.ShouldBe(dataset.Matrix.Rows);
    }

    [Fact]
    public async Task Build_VolatilityAndReturn_ComeFromTheClosesOfTheHorizon()
    {
        var bars = Synthetic.Bars(2, SyntheticOptions.GaussianWalk).ToList();
        var dataset = await BuildAsync(bars);
        var closes = bars.ToDictionary(minute => minute.Close, minute => minute.Bars.Span[5].CloseTicks);
        var checkedRows = 0;
        for (var row = 0; row < dataset.Matrix.Rows; row++)
        {
            var sample = dataset.Matrix[row];
            if (sample.Pair.Index != 5)
            {
                continue;
            }

            double[] returns = [.. Enumerable.Range(1, 60).Select(i => Math.Log((double)closes[sample.Close + i] / closes[sample.Close + i - 1]))];
            sample.LogRv.ShouldBe((float)Math.Log(Math.Sqrt(returns.Sum(r => r * r))), 1e-4f);
            sample.Return.ShouldBe((float)returns.Sum(), 1e-7f);
            double[] past = [.. Enumerable.Range(0, 15).Select(i => Math.Log((double)closes[sample.Close - i] / closes[sample.Close - i - 1]))];
            sample.PastLogRv.Rv15.ShouldBe((float)Math.Log(Math.Sqrt(past.Sum(r => r * r) / 15)), 1e-4f);
            checkedRows++;
        }

        checkedRows.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Build_Rows_LieOnTheStrideInTimeOrder()
    {
        var dataset = await BuildAsync(Synthetic.Bars(2), stride: 20);
        for (var row = 0; row < dataset.Matrix.Rows; row++)
        {
            (dataset.Matrix[row].Number % 20).ShouldBe(0);
            dataset.Matrix[row].Number.ShouldBeGreaterThanOrEqualTo(dataset.Matrix[Math.Max(0, row - 1)].Number);
        }
    }

    [Fact]
    public async Task Build_SegmentEnds_RowsWithoutAFullHorizonAreDropped()
    {
        var all = Synthetic.Bars(3, SyntheticOptions.GaussianWalk).ToList();
        List<MinuteBars> cut = [.. all.Take(2000), .. all.Skip(2040)];

        var dataset = await BuildAsync(cut);

        var last = MarketCalendar.NumberOf(all[1999].Close);
        var numbers = Enumerable.Range(0, dataset.Matrix.Rows).Select(row => dataset.Matrix[row].Number).Distinct().ToList();
        numbers.ShouldContain(number => number <= last - 60 && number > last - 60 - 15);
        numbers.ShouldNotContain(number => number > last - 60 && number < last + 1400);
    }

    [Fact]
    public async Task Build_ShortSilence_IsFilledAndLabelsReachAcross()
    {
        var all = Synthetic.Bars(2, SyntheticOptions.GaussianWalk).ToList();
        List<MinuteBars> cut = [.. all.Take(2000), .. all.Skip(2030)];

        var dataset = await BuildAsync(cut);

        var gap = MarketCalendar.NumberOf(all[1999].Close);
        Enumerable.Range(0, dataset.Matrix.Rows).ShouldContain(row => dataset.Matrix[row].Number > gap - 60 && dataset.Matrix[row].Number <= gap);
    }

    [Fact]
    public async Task Build_HorizonWithinWindow_CarriesTheMartingale()
    {
        var target = new Target(new Window(60), new Horizon(45));
        var dataset = await BuildAsync(Synthetic.Bars(2), target: target);
        var bqx15 = FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(new Window(15)));

        dataset.Matrix[7].Martingale.ShouldBe(dataset.Matrix.Value(7, 0, bqx15));
        dataset.Matrix[7].Martingale.ShouldNotBe(0);
    }

    [Fact]
    public async Task Build_DataHash_DependsOnEveryTick()
    {
        var bars = Synthetic.Bars(2).ToList();
        var first = await BuildAsync(bars);
        var again = await BuildAsync(Synthetic.Bars(2));
        var changed = bars[700].Bars.ToArray();
        changed[3] = changed[3] with { LowTicks = changed[3].LowTicks - 1 };
        bars[700] = new MinuteBars(bars[700].Close, changed);
        var other = await BuildAsync(bars);

        again.DataHash.ShouldBe(first.DataHash);
        other.DataHash.ShouldNotBe(first.DataHash);
        first.Bars.ShouldBe(bars.Sum(minute => (long)minute.Bars.Length));
    }

    [Fact]
    public async Task Build_BarsOutsideMarketHours_ArePassedOver()
    {
        var bars = Synthetic.Bars(2).ToList();
        var saturday = Minute.Exact(new DateTimeOffset(2024, 1, 13, 12, 0, 0, TimeSpan.Zero));
        var shut = new MinuteBars(saturday, new[] { bars[0].Bars.Span[0] with { Close = saturday } });

        var dataset = await BuildAsync([.. bars, shut]);

        dataset.Last.ShouldBe(bars[^1].Close);
    }

    [Fact]
    public async Task Build_NoBars_SaysHowToGetSome() =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync([]))).Message.ShouldContain("synthetic");

    [Theory]
    [InlineData(0)]
    [InlineData(1441)]
    public async Task Build_StrideOutOfRange_IsRefused(int stride) =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync(Synthetic.Bars(2), stride))).Message.ShouldContain($"{stride} minutes");

    [Fact]
    public async Task Build_MoreRowsThanAllowed_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => DatasetBuilder.BuildAsync(
            InMemoryBars.Stream(Synthetic.Bars(2), TestContext.Current.CancellationToken),
            new DatasetOptions { MaxRows = 100 },
            null,
            TestContext.Current.CancellationToken))).Message.ShouldContain("More than 100 rows");

    [Fact]
    public async Task Build_NineTargets_LabelsAreTheEnginesOwnBqxAtEachHorizon()
    {
        var bars = Synthetic.Bars(2).ToList();
        var dataset = await BuildAsync(bars, new DatasetOptions { Targets = Target.MultiHorizon });
        var bqx = BqxByMinute(bars);

        var matrix = dataset.Matrix;
        matrix.Rows.ShouldBeGreaterThan(1000);
        for (var row = 0; row < matrix.Rows; row += 7)
        {
            var (pair, number) = (matrix[row].Pair, matrix[row].Number);
            for (var k = 0; k < matrix.Targets.Length; k++)
            {
                var (window, horizon) = (matrix.Targets[k].Window.Minutes, matrix.Targets[k].Horizon.Minutes);
                matrix.Label(row, k).ShouldBe(bqx[(window, number + horizon, pair)], 1e-7f);
                matrix.Persistence(row, k).ShouldBe(bqx[(window, number, pair)], 1e-7f);
                matrix.Martingale(row, k).ShouldBe(horizon < window ? bqx[(window - horizon, number, pair)] : 0);
            }
        }
    }

    // Rows wait for 75 minutes instead of 60; what both have must agree.
    [Fact]
    public async Task Build_NineTargets_SamplesAreThoseOfThePrimaryTarget()
    {
        var bars = Synthetic.Bars(2).ToList();
        var one = (await BuildAsync(bars)).Matrix;
        var nine = (await BuildAsync(bars, new DatasetOptions { Targets = Target.MultiHorizon })).Matrix;

        nine.Rows.ShouldBeInRange(one.Rows - (2 * Pair.Count), one.Rows - 1);
        for (var row = 0; row < nine.Rows; row++)
        {
            nine[row].ShouldBe(one[row]);
            nine.Label(row, 3).ShouldBe(one.Label(row, 0));
            one.Label(row, 0).ShouldBe(one[row].Bqx);
        }
    }

    [Fact]
    public async Task Build_TwoGraphs_RowsReadAsTheEngineWritesByEach()
    {
        var bars = Synthetic.Bars(2).ToList();
        var other = new LeadLagGraph(Enumerable.Range(0, LeadLagGraph.Edges).Select(edge => (byte)(1 + (edge % 15))).ToArray());
        var matrix = (await BuildAsync(bars, new DatasetOptions { Graphs = [LeadLagGraph.Default, other] })).Matrix;
        var engine = new FeatureEngine();
        var values = new float[FeatureCatalogue.Schema.Count];
        var (row, differing) = (0, 0);
        foreach (var minute in bars)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            for (; row < matrix.Rows && matrix[row].Close == minute.Close; row++)
            {
                engine.TryRead(matrix[row].Pair, values, LeadLagGraph.Default).ShouldBeTrue();
                var first = matrix.Copy(new RowRange(row, 1), 0);
                first.ShouldBe(values);
                engine.TryRead(matrix[row].Pair, values, other);
                matrix.Copy(new RowRange(row, 1), 1).ShouldBe(values);
                differing += first.SequenceEqual(values) ? 0 : 1;
            }
        }

        row.ShouldBe(matrix.Rows);
        differing.ShouldBeGreaterThan(matrix.Rows / 2);
        Enumerable.Range(0, matrix.Columns).ShouldAllBe(column => matrix.Value(0, 1, column) == matrix.Copy(new RowRange(0, 1), 1)[column]);
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Copy(new RowRange(0, 1), 2));
    }

    [Fact]
    public async Task Build_SameTargetTwice_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync([], new DatasetOptions { Targets = [Target.Primary, Target.Primary] })))
            .Message.ShouldContain("[bqx60_h60, bqx60_h60]");

    [Fact]
    public async Task Build_NoTarget_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync([], new DatasetOptions { Targets = [] }))).Message.ShouldContain("one or more");

    [Fact]
    public async Task Build_TwoPairs_TakesTheirRowsAsTheyAreAmongAll()
    {
        var bars = Synthetic.Bars(2).ToList();
        var pairs = new[] { Pair.Parse("GBPJPY"), Pair.Parse("EURUSD") };
        var all = (await BuildAsync(bars)).Matrix;
        var two = (await BuildAsync(bars, new DatasetOptions { Pairs = [.. pairs] })).Matrix;

        List<int> rows = [.. Enumerable.Range(0, all.Rows).Where(row => pairs.Contains(all[row].Pair))];
        two.Rows.ShouldBe(rows.Count);
        for (var row = 0; row < two.Rows; row++)
        {
            var expected = rows.First(each => all[each].Pair == two[row].Pair && all[each].Number == two[row].Number);
            two[row].ShouldBe(all[expected]);
            two.Copy(new RowRange(row, 1), 0).ShouldBe(all.Copy(new RowRange(expected, 1), 0));
        }
    }

    [Fact]
    public async Task Build_SamePairTwice_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync([], new DatasetOptions { Pairs = [Pair.FromIndex(0), Pair.FromIndex(0)] })))
            .Message.ShouldContain("different pairs");

    [Fact]
    public async Task Build_NoGraph_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => BuildAsync([], new DatasetOptions { Graphs = [] }))).Message.ShouldContain("graph");

    // Each target alone is near enough, but at 600 minutes the short one's label lies 590 minutes back and reaches 700 further.
    [Fact]
    public async Task Build_TargetsThatReachTooFarTogether_AreRefused()
    {
        var options = new DatasetOptions
        {
            Targets = [new Target(new Window(60), new Horizon(600)), new Target(new Window(700), new Horizon(10))],
        };

        (await Should.ThrowAsync<FaultException>(() => BuildAsync([], options))).Message.ShouldContain("1290 minutes far");
    }

    private static Dictionary<(int Window, int Number, Pair Pair), float> BqxByMinute(List<MinuteBars> bars)
    {
        var engine = new FeatureEngine();
        var columns = Window.Bqx.ToDictionary(window => window.Minutes, window => FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(window)));
        var result = new Dictionary<(int Window, int Number, Pair Pair), float>();
        var values = new float[FeatureCatalogue.Schema.Count];
        foreach (var minute in bars)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            foreach (var pair in Pair.All.Where(pair => engine.TryRead(pair, values)))
            {
                foreach (var (window, column) in columns)
                {
                    result[(window, MarketCalendar.NumberOf(minute.Close), pair)] = values[column];
                }
            }
        }

        return result;
    }

    private static Task<Dataset> BuildAsync(IEnumerable<MinuteBars> bars, DatasetOptions options) => DatasetBuilder.BuildAsync(
        InMemoryBars.Stream(bars, TestContext.Current.CancellationToken), options, null, TestContext.Current.CancellationToken);

    private static Task<Dataset> BuildAsync(IEnumerable<MinuteBars> bars, int stride = 15, Target? target = null) => DatasetBuilder.BuildAsync(
        InMemoryBars.Stream(bars, TestContext.Current.CancellationToken),
        new DatasetOptions { Stride = stride, Targets = [target ?? Target.Primary] },
        null,
        TestContext.Current.CancellationToken);
}
