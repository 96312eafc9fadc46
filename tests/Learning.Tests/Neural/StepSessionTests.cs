using Bqx.Learning.Neural;

namespace Bqx.Learning.Tests.Neural;

public sealed class StepSessionTests
{
    private static readonly MlpLayout Layout = new(3, [4]);

    // At the first step m/c₁ = g and v/c₂ = g², so every number moves by η against the sign of its gradient, and not where it is 0.
    [Fact]
    public void Step_First_MovesEveryParameterByTheLearningRate()
    {
        using var session = Make(new AdamOptions { WeightDecay = 0 });
        var before = Snapshot(session);

        session.Step(0.01);

        var moves = Snapshot(session).Zip(before, (after, old) => Math.Abs(after - old)).ToList();
        moves.ShouldAllBe(move => move < 1e-6 || Math.Abs(move - 0.01) < 1e-4);
        moves.Count(move => move > 1e-3).ShouldBeGreaterThan(moves.Count / 2);
    }

    [Fact]
    public void Step_Many_LossFalls()
    {
        using var session = Make(new AdamOptions());
        var first = session.Step(0.01);
        var last = first;
        for (var i = 0; i < 200; i++)
        {
            last = session.Step(0.01);
        }

        last.ShouldBeLessThan(0.5f * first);
    }

    [Fact]
    public void Step_TwoSessionsOfTheSameStart_GiveTheSameBits()
    {
        using var first = Make(new AdamOptions());
        using var second = Make(new AdamOptions());
        for (var i = 0; i < 25; i++)
        {
            second.Step(0.01).ShouldBe(first.Step(0.01));
        }

        Snapshot(second).ShouldBe(Snapshot(first));
    }

    [Fact]
    public void Step_WeightDecay_ShrinksMatricesButNotBiases()
    {
        using var plain = Make(new AdamOptions { WeightDecay = 0 });
        using var decayed = Make(new AdamOptions { WeightDecay = 0.5 });
        var start = plain.Parameters.ToDictionary(p => p.Name, p => p.Value.Values.ToArray());
        plain.Step(0.01);
        decayed.Step(0.01);

        foreach (var ((name, free), (_, shrunk)) in plain.Parameters.Zip(decayed.Parameters))
        {
            for (var i = 0; i < free.Values.Length; i++)
            {
                var expected = name.EndsWith("weight", StringComparison.Ordinal) ? 0.01 * 0.5 * start[name][i] : 0;
                ((double)free.Values[i] - shrunk.Values[i]).ShouldBe(expected, 1e-6, name);
            }
        }
    }

    private static float[] Snapshot(StepSession session) => [.. session.Parameters.SelectMany(parameter => parameter.Value.Values)];

    private static StepSession Make(AdamOptions adam)
    {
        var session = new StepSession(Layout, 8, adam);
        var random = new Random(6);
        foreach (var (_, tensor) in session.Parameters)
        {
            Fill(tensor.Values);
        }

        Fill(session.Features);
        Fill(session.Residuals);
        Fill(session.Volatilities);
        for (var row = 0; row < 8; row++)
        {
            session.Classes[(row * 5) + (row % 5)] = 1;
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
