using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;

namespace Bqx.Learning.Tests.Neural;

/// <summary>A step of kernels against the same step of standard operators, over widths that leave a rest in blocks and vectors.</summary>
public sealed class KernelTests
{
    private const int Rows = 300;
    private const double Rate = 1e-3;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.01)]
    public void Steps_OfKernels_AreThoseOfOperators(int threads, double decay)
    {
        var optimizer = new AdamOptions { WeightDecay = decay };
        using var kernels = Make(optimizer, threads, usesKernels: true);
        using var operators = Make(optimizer, threads, usesKernels: false);
        for (var step = 0; step < 5; step++)
        {
            kernels.Step(Rate, step).ShouldBe(operators.Step(Rate, step), 1e-5f);
        }

        // A gradient of nearly 0 may have either sign, and Adam's first steps move by the rate whatever its size. That of the code's
        // bias is 0, since the normalisation after it takes the bias away, and the mean there follows the bias.
        string[] free = ["code_bias", "code_bias_m", "code_bias_v", "decoder_0_mean"];
        foreach (var ((tensor, ours), (_, theirs)) in kernels.Carried.Zip(operators.Carried).Where(pair => !free.Contains(pair.First.Tensor.Name)))
        {
            var far = ours.Zip(theirs).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-5 * (1 + Math.Abs(pair.Second)));
            ((double)far / ours.Length).ShouldBeLessThan(0.01, tensor.Name);
        }
    }

    [Fact]
    public void Step_OfKernels_AllocatesLittle()
    {
        using var session = Make(new AdamOptions(), 1, usesKernels: true);
        session.Step(Rate, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        session.Step(Rate, 1);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024);
    }

    private static StepSession Make(AdamOptions options, int threads, bool usesKernels)
    {
        var network = new AutoencoderNetwork(new AutoencoderOptions { Features = 131, Hidden = [133, 70], Code = 5 });
        var optimizer = options.Create();
        var graph = StepGraph.Write(network, Rows, optimizer, 0, 1, usesKernels);
        var session = new StepSession(graph, optimizer, 1, new RuntimeOptions { Threads = threads });
        session.Initialise();
        var random = new CounterGenerator(1, RandomPurpose.Order, 0);
        var features = session.Batch[AutoencoderNetwork.Features];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = (float)random.Gaussian((uint)i);
        }

        return session;
    }
}
