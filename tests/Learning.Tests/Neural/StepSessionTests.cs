using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;

namespace Bqx.Learning.Tests.Neural;

public sealed class StepSessionTests
{
    private const int Rows = 8;

    // At the first step m/c₁ = g and v/c₂ = g², so every number moves by η against the sign of its gradient, and not where it is 0.
    [Fact]
    public void Step_FirstOfAdam_MovesEveryParameterByTheLearningRate()
    {
        using var session = Make(new AdamOptions());
        var before = Snapshot(session);

        session.Step(0.01, 0);

        var moves = Snapshot(session).Zip(before, (after, old) => Math.Abs(after - old)).ToList();
        moves.ShouldAllBe(move => move < 1e-6 || Math.Abs(move - 0.01) < 1e-4);
        moves.Count(move => move > 1e-3).ShouldBeGreaterThan(moves.Count / 2);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_Many_LossFalls(string name, double rate)
    {
        using var session = Make(Optimizer(name));
        var first = session.Step(rate, 0);
        var last = first;
        for (var i = 1; i < 200; i++)
        {
            last = session.Step(rate, i);
        }

        last.ShouldBeLessThan(0.5f * first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_TwoSessionsOfTheSameStart_GiveTheSameBits(int threads)
    {
        using var first = Make(new AdamOptions(), threads);
        using var second = Make(new AdamOptions(), threads);
        for (var i = 0; i < 25; i++)
        {
            second.Step(0.01, i).ShouldBe(first.Step(0.01, i));
        }

        Snapshot(second).ShouldBe(Snapshot(first));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_WeightDecay_ShrinksMatricesAtMost(string name, double rate)
    {
        using var plain = Make(Optimizer(name));
        using var decayed = Make(Optimizer(name) with { WeightDecay = 0.5 });
        var start = Parameters(plain).ToDictionary(p => p.Tensor.Name, p => p.Values.ToArray());
        plain.Step(rate, 0);
        decayed.Step(rate, 0);

        foreach (var ((tensor, free), (_, shrunk)) in Parameters(plain).Zip(Parameters(decayed)))
        {
            for (var i = 0; i < free.Length; i++)
            {
                var expected = tensor.Shape.Length > 1 ? rate * 0.5 * start[tensor.Name][i] : 0;
                ((double)free[i] - shrunk[i]).ShouldBe(expected, 1e-6, tensor.Name);
            }
        }
    }

    // Stochastic gradient descent without momentum moves by −η·g, so a limit on the norm is one on the move.
    [Fact]
    public void Step_ClipNorm_BoundsTheMove()
    {
        using var free = Make(new SgdOptions { Momentum = 0 });
        using var clipped = Make(new SgdOptions { Momentum = 0 }, clipNorm: 0.01);
        var before = Snapshot(free);
        free.Step(0.1, 0);
        clipped.Step(0.1, 0);

        var (gradient, move) = (Difference(Snapshot(free), before), Difference(Snapshot(clipped), before));
        var norm = Math.Sqrt(gradient.Sum(g => g * g));
        (norm / 0.1).ShouldBeGreaterThan(0.02);
        Math.Sqrt(move.Sum(g => g * g)).ShouldBe(0.001, 1e-6);
        move.Zip(gradient).ShouldAllBe(pair => Math.Abs(pair.First - (pair.Second * 0.001 / norm)) < 1e-6);
    }

    public static TheoryData<string, double> Optimizers => new() { { "adamw", 0.01 }, { "sgd", 0.1 } };

    private static OptimizerOptions Optimizer(string name) => name == "sgd" ? new SgdOptions { Momentum = 0.5 } : new AdamOptions();

    private static double[] Difference(float[] after, float[] before) => [.. after.Zip(before, (a, b) => (double)a - b)];

    private static IEnumerable<(CarriedTensor Tensor, float[] Values)> Parameters(StepSession session) =>
        session.Carried.Where(item => item.Tensor.Role == CarriedRole.Parameter);

    private static float[] Snapshot(StepSession session) => [.. Parameters(session).SelectMany(parameter => parameter.Values)];

    private static StepSession Make(OptimizerOptions options, int threads = 1, double clipNorm = double.PositiveInfinity, bool usesKernels = true)
    {
        var network = new MultitaskNetwork(new MultitaskOptions
        {
            Features = 3,
            Hidden = [4],
            Dropout = 0,
            Normalise = false,
            BqxHidden = 0,
            LogRvHidden = 0,
            RegimeHidden = 0,
        });
        var optimizer = options.Create();
        var graph = StepGraph.Write(network, Rows, optimizer, 0, clipNorm, usesKernels);
        var session = new StepSession(graph, optimizer, 1, new RuntimeOptions { Threads = threads });
        var random = new Random(6);
        foreach (var (_, values) in Parameters(session))
        {
            Fill(values);
        }

        Fill(session.Batch[MultitaskNetwork.Features]);
        Fill(session.Batch[MultitaskNetwork.BqxTarget]);
        Fill(session.Batch[MultitaskNetwork.LogRvTarget]);
        for (var row = 0; row < Rows; row++)
        {
            session.Batch[MultitaskNetwork.RegimeTarget][(row * 5) + (row % 5)] = 1;
        }

        return session;

        void Fill(float[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((2 * random.NextDouble()) - 1);
            }
        }
    }
}
