using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.Onnx;

namespace Bqx.Plugins.Tests.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void Predict_ThreeRows_SumsEachRow()
    {
        using var model = Load(TestPackage.Onnx());
        var outputs = new ModelOutput[3];

        model.Predict(new float[] { 1, 2, 3, -1, 0.5f, 0.25f, 0, 0, 0 }, ModelOutput.Numbers(outputs));

        outputs.Select(output => output.Bqx).ShouldBe([6, -0.25f, 0]);
        outputs.Select(output => output.LogRv).ShouldBe([-6, 0.25f, 0]);
        foreach (var output in outputs)
        {
            foreach (var probability in output.Regime)
            {
                probability.ShouldBe(0.2f);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(100)]
    public void Predict_AnyBatch_GivesEachRowTheBitsItHasAlone(int rows)
    {
        using var model = Load(TestPackage.Onnx());
        var random = new Random(rows);
        var features = Enumerable.Range(0, rows * 3).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var together = new ModelOutput[rows];
        model.Predict(features, ModelOutput.Numbers(together));

        for (var row = 0; row < rows; row++)
        {
            var alone = new ModelOutput[1];
            model.Predict(features.AsMemory(row * 3, 3), ModelOutput.Numbers(alone));
            BitConverter.SingleToInt32Bits(together[row].Bqx).ShouldBe(BitConverter.SingleToInt32Bits(alone[0].Bqx));
        }
    }

    [Fact]
    public void Predict_InfiniteResult_NamesTheRow()
    {
        using var model = Load(TestPackage.Onnx());

        Should.Throw<FaultException>(() => model.Predict(
                new float[] { 1, 1, 1, float.MaxValue, float.MaxValue, 0 }, new float[2 * ModelOutput.Count]))
            .Message.ShouldStartWith("The model gives");
    }

    [Fact]
    public void Predict_FromSeveralThreads_KeepsTheirRowsApart()
    {
        using var model = Load(TestPackage.Onnx());
        Parallel.For(0, 200, index =>
        {
            var outputs = new ModelOutput[1];
            model.Predict(new float[] { index, 0, 0 }, ModelOutput.Numbers(outputs));
            outputs[0].Bqx.ShouldBe(index);
        });
    }

    [Fact]
    public void Predict_Warm_AllocatesNothing()
    {
        using var model = Load(TestPackage.Onnx());
        var (features, outputs) = (new float[Pair.Count * 3], new float[Pair.Count * ModelOutput.Count]);
        model.Predict(features, outputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var bar = 0; bar < 10; bar++)
        {
            model.Predict(features, outputs);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Load_WithoutGraph_SaysSo() =>
        Should.Throw<FaultException>(() => Load(TestPackage.Seal(TestPackage.OnnxManifest, TestPackage.ExpectedOfOnes(), null)))
            .Message.ShouldBe("model.onnx is missing.");

    private static IModel Load(Dictionary<string, ReadOnlyMemory<byte>> files) => new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions())
        .Load(new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(TestPackage.Id, files));
}
