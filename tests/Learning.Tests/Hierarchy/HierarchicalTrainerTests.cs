using Bqx.Core;
using Bqx.Learning.Hierarchy;
using Bqx.Learning.Packaging;
using Bqx.Learning.Tests.Training;

namespace Bqx.Learning.Tests.Hierarchy;

public sealed class HierarchicalTrainerTests
{
    private static readonly Target[] Targets = [Of(60, 60), Of(75, 60), Of(60, 75)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Levels_NineTargets_AreFiveHorizons()
    {
        var order = new HorizonOrder(Target.MultiHorizon);
        order.Indices.Select(i => Target.MultiHorizon[i].ToString()).ShouldBe(
            ["bqx60_h15", "bqx75_h15", "bqx60_h30", "bqx75_h30", "bqx60_h45", "bqx75_h45", "bqx60_h60", "bqx75_h60", "bqx60_h75"]);
        order.Levels.ShouldBe([(0, 2), (2, 2), (4, 2), (6, 2), (8, 1)]);
    }

    [Fact]
    public void Fit_PlantedSignal_IsFoundInEveryTarget_AndServedAlike()
    {
        var data = PlantedRows.Build(0.3, [.. Targets]);
        var fitted = HierarchicalTrainer.Fit(data, null, PlantedNets.Hierarchical, null, null, Stop);
        fitted.Believed.ShouldAllBe(believed => believed > 0.5);
        var forecasts = fitted.Predict(data.Test, 2, Stop);
        for (var target = 0; target < Targets.Length; target++)
        {
            PlantedNets.Skill(data, target, forecasts[Targets[target]]).ShouldBe(PlantedNets.Knowable, 0.03);
        }

        var withIntervals = fitted.Calibrate(0.9, 2, Stop).Of(data.Test);
        withIntervals.Bqx[Targets[1]].ShouldBe(forecasts[Targets[1]]);
        var (last, halfWidths) = (withIntervals.Bqx[Targets[2]], withIntervals.BqxHalfWidth[Targets[2]]);
        PlantedNets.Coverage(data, row => data.Matrix.Label(row, 2), last, halfWidths).ShouldBe(0.9, 0.02);

        var model = ServingGraph.Write(Target.Primary, data.Matrix.Schema, fitted.Scaling, fitted.HeadsOf(0));
        using var session = new ServingSession(model, PlantedRows.Features);
        var outputs = new ModelOutput[50];
        session.Predict(data.Matrix.Copy(new(data.Test.First, 50), 0), outputs);
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i].Bqx.ShouldBe(forecasts[Target.Primary][i], 1e-6f);
        }
    }

    [Fact]
    public void Fit_NothingToFind_IsTheMartingale_TheSameEachTime()
    {
        var data = PlantedRows.Build(0, [.. Targets]);
        var one = HierarchicalTrainer.Fit(data, null, PlantedNets.Hierarchical with { Epochs = 2 }, null, null, Stop).Predict(data.Test, 1, Stop);
        var two = HierarchicalTrainer.Fit(data, null, PlantedNets.Hierarchical with { Epochs = 2 }, null, null, Stop).Predict(data.Test, 2, Stop);
        for (var target = 0; target < Targets.Length; target++)
        {
            Math.Abs(PlantedNets.Skill(data, target, one[Targets[target]])).ShouldBeLessThan(0.01);
            two[Targets[target]].ShouldBe(one[Targets[target]]);
        }
    }

    [Fact]
    public void Fit_MorePartsThanTheBlockHolds_SaysSo() => Should.Throw<FaultException>(
        () => HierarchicalTrainer.Fit(PlantedRows.Build(0), null, PlantedNets.Hierarchical with { SubFolds = 20_000 }, null, null, Stop)).Message.ShouldContain("parts");

    private static Target Of(int window, int horizon) => new(new Window(window), new Horizon(horizon));
}
