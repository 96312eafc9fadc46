using System.Collections.Frozen;
using Bqx.Core;
using Bqx.Learning.Ensembles;
using Bqx.Learning.Packaging;
using Bqx.Learning.Trees;
using Bqx.Plugins.Onnx;

namespace Bqx.Learning.Tests.Ensembles;

public sealed class EnsembleHeadsTests
{
    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1), ("b", 1)]);
    private static readonly InputScaling Scaling = new(new float[3], [1, 1, 1]);

    private static readonly LinearHeads Linear = new([0.3, 0, 0], 0.1, [0.2, 0, 0], -0.05, 1);
    private static readonly LinearHeads OtherLinear = new([0, 0, 0.5], 0, [0, 0, 0.4], 0.2, 1);

    private static readonly TreeHeads Trees = new()
    {
        Columns = [2, 0],
        Residual = Stump(0, 1, -0.2f, 0.4f),
        Believed = 0.5,
        Volatility = Stump(1, 0, 0.1f, 0.3f),
        Classes = new TreeEnsemble(2, 5, 0.5f, [new Tree(4, [TreeNode.Leaf(2)])]),
    };

    // b = 1 is not less than 1: u = ½·0.4; a = −1 < 0: v = 0.1; logits ½, ½, ½, ½, 2½: the last is e²/(4 + e²).
    [Fact]
    public void Write_Trees_ReadTheirColumns()
    {
        var output = Predict(Trees, -1, 1);

        output.U.ShouldBe(0.2, 1e-6);
        output.V.ShouldBe(0.1, 1e-5);
        ((double)output.Regime[4]).ShouldBe(Math.Exp(2) / (4 + Math.Exp(2)), 1e-6);
    }

    [Fact]
    public void Write_TreesWithoutClasses_TakeTheGaussianOfTheLinearHeads()
    {
        var heads = Trees with { Classes = null, Residual = Stump(0, 1, -0.2f, 0.8f) };

        var regime = Predict(heads, -1, 1).Regime;

        // u = 0.4, that is z = −0.4: Φ(−1.1) of a table of the normal distribution.
        regime[0].ShouldBe(0.1356661f, 1e-5f);
    }

    // Two linear experts, whose constants have the same names, and trees: ½, ¼, ¼ of what each says alone.
    [Fact]
    public void Write_ThreeExperts_AddUpByWeight()
    {
        var ensemble = new EnsembleHeads(
        [
            new EnsembleMember(Linear, 0.5, 0.5, 0.5), new EnsembleMember(OtherLinear, 0.25, 0.25, 0.25), new EnsembleMember(Trees, 0.1, 0.25, 0.25),
        ]);

        var together = Predict(ensemble, 2, 3);

        var (first, second, third) = (Predict(Linear, 2, 3), Predict(OtherLinear, 2, 3), Predict(Trees, 2, 3));
        together.U.ShouldBe((0.5 * first.U) + (0.25 * second.U) + (0.1 * third.U), 1e-5);
        together.V.ShouldBe((0.5 * first.V) + (0.25 * second.V) + (0.25 * third.V), 1e-5);
        for (var k = 0; k < RegimeProbabilities.Count; k++)
        {
            together.Regime[k].ShouldBe((0.5f * first.Regime[k]) + (0.25f * second.Regime[k]) + (0.25f * third.Regime[k]), 1e-6f);
        }
    }

    [Fact]
    public void Write_NoWeightOnResiduals_IsTheMartingale() =>
        Predict(new EnsembleHeads([new EnsembleMember(Linear, 0, 1, 1)]), 2, 3).U.ShouldBe(0);

    [Fact]
    public void Write_LeadingColumns_ShowsAnExpertNoMore()
    {
        var narrow = new LinearHeads([0.3], 0.1, [0.2], -0.05, 1);

        var output = Predict(new EnsembleHeads([new EnsembleMember(narrow, 1, 1, 1) { LeadingColumns = 1 }]), 2, 3);

        output.U.ShouldBe(Predict(Linear, 2, 3).U, 1e-6);
    }

    [Theory]
    [InlineData(1.2, 1, 1)]
    [InlineData(-0.1, 1, 1)]
    [InlineData(0.5, 0.9, 1)]
    [InlineData(0.5, 1, double.NaN)]
    public void New_WrongWeights_AreRefused(double residual, double volatility, double classes) =>
        Should.Throw<FaultException>(() => new EnsembleHeads([new EnsembleMember(Linear, residual, volatility, classes)]))
            .Fault.ShouldBe(Fault.InvalidInput);

    // The server's own guard lets such a graph in, and its session answers as the trainer's does.
    [Fact]
    public void Write_Ensemble_IsServed()
    {
        var heads = new EnsembleHeads([new EnsembleMember(Linear, 0.4, 0.5, 0.5) { LeadingColumns = 3 }, new EnsembleMember(Trees, 0.5, 0.5, 0.5)]);
        var sample = SamplePackage.Create(Schema);
        var model = ServingGraph.Write(Target.Primary, Schema, Scaling, heads);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(sample.Files, StringComparer.Ordinal) { [PackageFileNames.Model] = model };
        float[] rows = [2, 1e-4f, 3, -1, 2e-4f, 1];
        var (served, trained) = (new ModelOutput[2], new ModelOutput[2]);

        using var plugin = new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions()).Load(new ModelPackage(sample.Manifest, Digest.Of(model), files.ToFrozenDictionary()));
        using var session = new ServingSession(model, Schema.Count);
        plugin.Predict(rows, ModelOutput.Numbers(served));
        session.Predict(rows, trained);

        for (var i = 0; i < served.Length; i++)
        {
            served[i].Bqx.ShouldBe(trained[i].Bqx, 1e-6f);
            served[i].LogRv.ShouldBe(trained[i].LogRv, 1e-5f);
            served[i].Regime[2].ShouldBe(trained[i].Regime[2], 1e-6f);
        }
    }

    private static TreeEnsemble Stump(int feature, float threshold, float less, float more) =>
        new(2, 1, 0, [new Tree(0, [new TreeNode(feature, threshold, 1, 2, false), TreeNode.Leaf(less), TreeNode.Leaf(more)])]);

    private static (double U, double V, RegimeProbabilities Regime) Predict(IServingHeads heads, float a, float b)
    {
        const float Sigma = 1e-4f;
        using var session = new ServingSession(ServingGraph.Write(Target.Primary, Schema, Scaling, heads), Schema.Count);
        var outputs = new ModelOutput[1];
        session.Predict(new[] { a, Sigma, b }, outputs);
        return (
            outputs[0].Bqx / (Sigma * Math.Sqrt(Martingale.ErrorVariance(Target.Primary))),
            outputs[0].LogRv - Math.Log(Sigma * Math.Sqrt(60)),
            outputs[0].Regime);
    }
}
