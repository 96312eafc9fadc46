using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Predictions;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.History;

public sealed class PredictionHistoryTests
{
    private static readonly int Start = MarketCalendar.NumberOf(TestBars.Start);
    private static readonly ModelId Second = new("fx", 2);

    private readonly PredictionHistory _history = new();

    [Fact]
    public void Latest_Nothing_IsNull() => _history.Latest.ShouldBeNull();

    // An hour before the calendar's first minute, as the horizon of its first prediction asks for.
    [Fact]
    public void Find_BeforeTheCalendar_IsNothing() => _history.Find(-60).ShouldBeNull();

    [Fact]
    public void Add_SameMinuteAgain_KeepsWhatWasPublishedFirst()
    {
        Add(0, ("production", TestPredictions.All(Close(0), bqx: 1)));
        Add(0, ("production", TestPredictions.All(Close(0), bqx: 2)));

        Bqx("production").ShouldBe(1);
        _history.Find(Start)!.Models.Length.ShouldBe(1);
    }

    [Fact]
    public void Add_OtherModelOfTheMinute_IsFoundByItsNameAndTheLabelKeepsTheFirst()
    {
        Add(0, ("production", TestPredictions.All(Close(0), bqx: 1)));
        Add(0, ("production", TestPredictions.All(Close(0), bqx: 2, Second)));

        Bqx("").ShouldBe(1);
        Bqx("fx@1").ShouldBe(1);
        Bqx("fx@2").ShouldBe(2);
        new PublishedQuery("fx@3").Find(_history.Find(Start)).ShouldBeNull();
        new PublishedQuery("canary").Find(_history.Find(Start)).ShouldBeNull();
    }

    [Fact]
    public void Add_MoreLabelsThanAreKept_KeepsProductionAndTheFirstByName()
    {
        var predictions = TestPredictions.All(Close(0));

        Add(0, ("e", predictions), ("d", predictions), ("production", predictions), ("c", predictions), ("b", predictions));

        _history.Find(Start)!.Models.Select(model => model.Label).ShouldBe(["production", "b", "c", "d"]);
    }

    [Fact]
    public void Add_ModelThatFailedOnTheBar_IsAbsent()
    {
        Add(0, ("production", TestPredictions.All(Close(0))));
        Add(1, ("production", TestPredictions.All(Close(0))));

        _history.Find(Start + 1).ShouldBeNull();
        _history.Latest.ShouldBe(Start);
    }

    [Fact]
    public void Add_EarlierMinute_IsIgnored()
    {
        Add(5, ("production", TestPredictions.All(Close(5))));
        Add(4, ("production", TestPredictions.All(Close(4))));

        _history.Find(Start + 4).ShouldBeNull();
    }

    [Fact]
    public void Add_ADayLater_ForgetsTheMinuteOfTheSamePlaceAlone()
    {
        Add(0, ("production", TestPredictions.All(Close(0))));
        Add(1, ("production", TestPredictions.All(Close(1))));

        Add(1440, ("production", TestPredictions.All(Close(1440))));

        _history.Find(Start).ShouldBeNull();
        _history.Find(Start + 1).ShouldNotBeNull();
        _history.Find(Start + 1440).ShouldNotBeNull();
        _history.Latest.ShouldBe(Start + 1440);
    }

    private static Minute Close(int minutes) => MarketCalendar.CloseOf(Start + minutes);

    private void Add(int minutes, params (string, ModelPredictions)[] models) => _history.Add(TestPredictions.Snapshot(Close(minutes), models));

    private double Bqx(string model) => new PublishedQuery(model).Find(_history.Find(Start))!.ByPair[0]!.Bqx;
}
