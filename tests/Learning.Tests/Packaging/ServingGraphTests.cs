using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Tests.Packaging;

public sealed class ServingGraphTests
{
    private const float Sigma = 1e-4f;
    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1), ("bqx_w15_return", 1)]);
    private static readonly InputScaling Scaling = new([1, 0, 0], [0.5f, 0, 0]);

    // u = 0.3·(a − 1)/2 + 0.1; at a = 5: u = 0.7. σ̂√S2(60) = 1e-4·√73810.
    [Fact]
    public void Linear_KnownRow_GivesTheFormula()
    {
        var output = Run(Target.Primary, 5, Sigma, 0.02f);

        output.Bqx.ShouldBe((float)(0.7 * 1e-4 * Math.Sqrt(73810)), 1e-7f);
        output.LogRv.ShouldBe((float)((0.2 * 2) - 0.05 + Math.Log(1e-4 * Math.Sqrt(60))), 1e-5f);
    }

    // ẑ = −0.7, spread 1: Φ(−0.8), Φ(0.2), Φ(1.2), Φ(2.2) from a table of the normal distribution.
    [Fact]
    public void Linear_KnownRow_GivesGaussianClassProbabilities()
    {
        var regime = Run(Target.Primary, 5, Sigma, 0).Regime;

        double[] below = [0.2118554, 0.5792597, 0.8849303, 0.9860966];
        regime[0].ShouldBe((float)below[0], 1e-6f);
        regime[1].ShouldBe((float)(below[1] - below[0]), 1e-6f);
        regime[2].ShouldBe((float)(below[2] - below[1]), 1e-6f);
        regime[3].ShouldBe((float)(below[3] - below[2]), 1e-6f);
        regime[4].ShouldBe((float)(1 - below[3]), 1e-6f);
    }

    // h = 45 < W = 60: the forecast starts from BQX15, and V = S2(60) − S2(15) = 73810 − 1240.
    [Fact]
    public void Linear_HorizonWithinWindow_AddsTheMartingale() =>
        Run(new Target(new Window(60), new Horizon(45)), 5, Sigma, 0.02f).Bqx
            .ShouldBe((float)(0.02 + (0.7 * 1e-4 * Math.Sqrt(72570))), 1e-7f);

    [Fact]
    public void Scaling_FarOutlier_IsClippedAtEightDeviations() =>
        Run(Target.Primary, 1e9f, Sigma, 0).Bqx.ShouldBe((float)(2.5 * 1e-4 * Math.Sqrt(73810)), 1e-6f);

    [Fact]
    public void Sigma_Zero_GivesFiniteOutputs()
    {
        var output = Run(Target.Primary, 5, 0, 0);

        float.IsFinite(output.Bqx).ShouldBeTrue();
        output.LogRv.ShouldBe((float)(0.35 + Math.Log(1e-7 * Math.Sqrt(60))), 1e-5f);
    }

    [Fact]
    public void Scaling_FeatureWithoutVariance_SaysNothing()
    {
        var scaled = new float[3];
        Scaling.Apply([5, 123, 456], scaled);
        scaled.ShouldBe([2f, 0f, 0f]);
    }

    private static ModelOutput Run(Target target, params float[] row)
    {
        var heads = new LinearHeads([0.3, 9, 9], 0.1, [0.2, 9, 9], -0.05, 1);
        using var session = new ServingSession(ServingGraph.Write(target, Schema, Scaling, heads), Schema.Count);
        var outputs = new ModelOutput[1];
        session.Predict(row, outputs);
        return outputs[0];
    }
}
