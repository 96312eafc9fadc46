using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Inspection;
using Bqx.Learning.Multitask;
using Bqx.Learning.Tests.Training;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Inspection;

public sealed class NetInspectorTests
{
    private static readonly NetInspectionOptions Options = new() { ImportanceRows = 900, ActivationRows = 600, Units = 4 };

    private static readonly Lazy<RowEmbeddings> Embeddings = new(() =>
        PcaTrainer.Fit(Data, CancellationToken.None).Encode(Data, new RowRange(0, Data.Matrix.Rows), 2, CancellationToken.None));

    private static readonly Lazy<NetInspection> Found = new(() => Inspect(Nets(null), null, Options));

    private static TrainingData Data => PlantedNets.Strong;

    // σ̂ is the same on every row: a permutation changes nothing, and 0 is exact.
    [Fact]
    public void Run_PlantedSignals_AreTheFirstInputs_AndAConstantIsWorthNothing()
    {
        var inputs = Found.Value.Inputs;

        inputs.Select(input => input.Name).Order(StringComparer.Ordinal)
            .ShouldBe(Data.Matrix.Schema.Names.Order(StringComparer.Ordinal));
        inputs.ShouldAllBe(input => !input.IsEmbedding);
        inputs.Take(2).Select(input => input.Name).ShouldBe(["calm", "signal"]);
        inputs[1].Value.ShouldBeGreaterThan(2 * inputs[1].Error);
        inputs.Skip(2).ShouldAllBe(input => Math.Abs(input.Value) < inputs[1].Value / 3);
        var constant = inputs.Single(input => input.Name == Data.Matrix.Schema.Names[0]);
        (constant.Value, constant.Error).ShouldBe((0, 0));
        Found.Value.Rows.ShouldBe(900);
    }

    [Fact]
    public void Run_WithEmbeddings_RanksTheirDimensionsAmongTheFeatures()
    {
        var found = Inspect(Nets(Embeddings.Value), Embeddings.Value, Options with { ImportanceRows = 90 });

        var dimensions = Embeddings.Value.Points.Dimensions;
        found.Inputs.Length.ShouldBe(PlantedRows.Features + dimensions);
        found.Inputs.Where(input => input.IsEmbedding).Select(input => input.Name).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, dimensions).Select(i => $"embedding_{i}").Order(StringComparer.Ordinal));
        found.Inputs.Select(input => input.Value).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void Run_SharedLayer_HasEveryPairAndTheUnitsAskedFor()
    {
        var shared = Found.Value.Shared;

        (shared.Width, shared.Rows).ShouldBe((12, 600));
        shared.Pairs.Select(pair => pair.Pair).ShouldBe(PlantedNets.Pairs.Select(pair => pair.Name));
        shared.Pairs.ShouldAllBe(pair => pair.Rows == 200 && pair.Mean > 0 && pair.Active > 0 && pair.Active <= 1 - pair.Dead);
        shared.Units.Length.ShouldBe(4);
    }

    [Fact]
    public void Run_MoreThreads_ChangeNothing()
    {
        var nets = Nets(null);
        var (one, two) = (Inspect(nets, null, Options with { Threads = 1 }), Inspect(nets, null, Options with { Threads = 2 }));

        two.Inputs.ShouldBe(one.Inputs);
        two.Shared.Pairs.ShouldBe(one.Shared.Pairs);
        two.Shared.Units.Select(unit => unit.Unit).ShouldBe(one.Shared.Units.Select(unit => unit.Unit));
    }

    private static PairHeads Nets(RowEmbeddings? embeddings) => MultitaskTrainer
        .Prepare("multitask", Data, embeddings, PlantedNets.Multitask with { PooledEpochs = 3, PairEpochs = 1 }, null, null, CancellationToken.None)
        .FitAll(PlantedNets.Pairs, null, CancellationToken.None);

    private static NetInspection Inspect(PairHeads nets, RowEmbeddings? embeddings, NetInspectionOptions options) =>
        NetInspector.Run(nets, Data, embeddings, Data.Calibration, options, TestContext.Current.CancellationToken);
}
