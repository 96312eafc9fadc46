using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;

namespace Bqx.Learning.Tests.Neural;

/// <summary>Running averages and their inference form, against numbers worked out by hand.</summary>
public sealed class NormalisedDenseTests
{
    private static readonly AutoencoderOptions Shape = new() { Features = 2, Hidden = [1], Code = 1, Dropout = 0 };

    // With weights (1, 0) the hidden value is the first feature: 1, 2, 3, 6 have mean 3 and unbiased variance 14/3.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_RunningAverages_TakeATenthOfTheBatch(bool usesKernels)
    {
        var optimizer = new SgdOptions().Create();
        var graph = StepGraph.Write(new AutoencoderNetwork(Shape), 4, optimizer, 0, double.PositiveInfinity, usesKernels);
        using var session = new StepSession(graph, optimizer, 1, new RuntimeOptions());
        session.Initialise();
        ((float[])[1, 0]).CopyTo(Values(session, "encoder_0_weight"), 0);
        ((float[])[1, 9, 2, 9, 3, 9, 6, 9]).CopyTo(session.Batch[AutoencoderNetwork.Features], 0);

        session.Step(0, 0);

        Values(session, "encoder_0_mean")[0].ShouldBe(0.1f * 3, 1e-6f);
        Values(session, "encoder_0_variance")[0].ShouldBe((float)(0.9 + (0.1 * 14 / 3)), 1e-6f);
    }

    // relu(2·(x₁ − 1)/√(4 + 1e-5) + 0.5), which the code hands on.
    [Fact]
    public void Inference_FoldsTheRunningAverages()
    {
        var values = new Dictionary<string, float[]>
        {
            ["encoder_0_weight"] = [1, 0],
            ["encoder_0_scale"] = [2],
            ["encoder_0_shift"] = [0.5f],
            ["encoder_0_mean"] = [1],
            ["encoder_0_variance"] = [4],
            ["code_weight"] = [1],
            ["code_bias"] = [0],
            ["decoder_0_weight"] = [1],
            ["decoder_0_scale"] = [1],
            ["decoder_0_shift"] = [0],
            ["decoder_0_mean"] = [0],
            ["decoder_0_variance"] = [1],
            ["output_weight"] = [1, 1],
            ["output_bias"] = [0, 0],
        };
        using var session = NetworkSession.Open(new FittedNetwork(new AutoencoderNetwork(Shape), values), new RuntimeOptions());

        session.Run(2, [5, 0, -7, 0])[0].ShouldBe([4.5f, 0], 1e-4);
    }

    private static float[] Values(StepSession session, string name) => session.Carried.First(item => item.Tensor.Name == name).Values;
}
