using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Ensembles;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Ensembles;

public sealed class ForecastEnsembleTests
{
    private const float Sigma = 1e-4f;
    private static readonly Pair First = Pair.Parse("EURUSD");
    private static readonly Pair Second = Pair.Parse("USDJPY");
    private static readonly double Unit = Sigma * Math.Sqrt(Martingale.ErrorVariance(Target.Primary));
    private static readonly EnsembleOptions OwnRowsOnly = new() { PoolRows = 0 };

    // What comes is half of what the first expert says, and nothing of the second.
    [Fact]
    public void Fit_ExpertTwiceTooLoud_HasHalfTheWeightAndTheMartingaleTheRest()
    {
        var (rows, said) = Rows((_, signal, _) => 0.5 * signal);

        var weights = Fit(rows, said, OwnRowsOnly).WeightsOf(First, Target.Primary);

        weights.Select(weight => weight.Model).ShouldBe(["signal", "noise"]);
        weights[0].Residual.ShouldBe(0.5, 1e-5);
        weights[1].Residual.ShouldBe(0, 1e-5);
    }

    // log RV of the experts are −9 + what they say; what comes lies a quarter of the way.
    [Fact]
    public void Fit_VolatilityBetweenTwo_AddsUpToOne()
    {
        var (rows, said) = Rows((_, signal, noise) => (0.75 * signal) + (0.25 * noise));

        var weights = Fit(rows, said, OwnRowsOnly).WeightsOf(First, Target.Primary);

        weights[0].Volatility.ShouldBe(0.75, 1e-4);
        weights[1].Volatility.ShouldBe(0.25, 1e-4);
        weights.ShouldAllBe(weight => weight.Classes == 0.5);
    }

    // One expert is sure of the highest class, the other of the lowest: the score is least where their weights are what came of each.
    [Fact]
    public void Fit_ClassesOfTwoSureExperts_HaveTheWeightsOfWhatCame()
    {
        var (rows, said) = Rows((_, signal, _) => signal);
        rows = rows with { Samples = [.. rows.Samples.Select((sample, i) => sample with { Bqx = (i % 4 == 0 ? 10 : -10) * (float)Unit })] };

        var ensemble = Fit(rows, said, OwnRowsOnly);

        ensemble.WeightsOf(First, Target.Primary)[1].Classes.ShouldBe(0.5, 1e-6);
        ensemble.WeightsOf(Second, Target.Primary)[0].Classes.ShouldBe(1, 0.01);
        ensemble.Combine(rows, said).Regime.ShouldNotBeNull()[(1 * 5) + 4].ShouldBe(1, 0.01f);
    }

    [Fact]
    public void Fit_PairsThatDiffer_HaveTheirOwnWeightsAsFarAsRowsAllow()
    {
        var (rows, said) = Rows((pair, signal, noise) => pair == First ? signal : noise);

        var own = Fit(rows, said, OwnRowsOnly);
        var pooled = Fit(rows, said, new EnsembleOptions { PoolRows = 1e9 });

        own.WeightsOf(First, Target.Primary)[0].Residual.ShouldBe(1, 1e-4);
        own.WeightsOf(Second, Target.Primary)[1].Residual.ShouldBe(1, 1e-4);
        pooled.WeightsOf(First, Target.Primary)[0].Residual.ShouldBe(pooled.WeightsOf(Second, Target.Primary)[0].Residual, 1e-4);
        pooled.WeightsOf(First, Target.Primary)[0].Residual.ShouldBe(0.5, 0.1);
    }

    [Fact]
    public void Combine_OtherRows_AddsBeyondTheMartingale()
    {
        var (rows, said) = Rows((_, signal, _) => 0.5 * signal);
        var (test, saidOfTest) = Rows((_, signal, _) => 0.5 * signal, seed: 2);

        var together = Fit(rows, said, OwnRowsOnly).Combine(test, saidOfTest);

        together.Model.ShouldBe("ensemble");
        for (var row = 0; row < test.Count; row++)
        {
            together.Bqx[Target.Primary][row].ShouldBe(test.Actual[0][row], 1e-5f);
            together.Regime.ShouldNotBeNull()[(row * 5) + 4].ShouldBe(0.5f, 1e-6f);
        }
    }

    [Fact]
    public void Fit_ExpertWithoutVolatility_IsLeftOutThere()
    {
        var (rows, said) = Rows((_, signal, _) => signal);
        ImmutableArray<ModelForecasts> mute = [said[0] with { LogRv = null, Regime = null }, said[1]];

        var ensemble = Fit(rows, mute, OwnRowsOnly);

        ensemble.WeightsOf(First, Target.Primary).Select(weight => (weight.Volatility, weight.Classes)).ShouldBe([(0, 0), (1, 1)]);
        ensemble.Combine(rows, mute).LogRv.ShouldNotBeNull()[7].ShouldBe(mute[1].LogRv![7], 1e-5f);
    }

    [Fact]
    public void Combine_OtherExperts_IsRefused()
    {
        var (rows, said) = Rows((_, signal, _) => signal);

        Should.Throw<FaultException>(() => Fit(rows, said, OwnRowsOnly).Combine(rows, [said[1], said[0]])).Message.ShouldContain("noise, signal");
    }

    private static ForecastEnsemble Fit(EvaluationRows rows, ImmutableArray<ModelForecasts> said, EnsembleOptions options) =>
        ForecastEnsemble.Fit(rows, said, options);

    // u and log RV + 9 come as a function of what two experts say; the martingale is 0.01.
    private static (EvaluationRows Rows, ImmutableArray<ModelForecasts> Said) Rows(Func<Pair, double, double, double> comes, int seed = 1)
    {
        const int Count = 600;
        var random = new Random(seed);
        Pair[] pairs = [.. Enumerable.Range(0, Count).Select(i => i % 2 == 0 ? First : Second)];
        double[] signal = [.. pairs.Select(_ => random.NextDouble() - 0.5)];
        double[] noise = [.. pairs.Select(_ => random.NextDouble() - 0.5)];
        double[] actual = [.. pairs.Select((pair, i) => comes(pair, signal[i], noise[i]))];
        var rows = new EvaluationRows(
            [Target.Primary],
            0.9,
            15,
            [.. pairs.Select((pair, i) => new Sample(pair, new Minute(i), i, Sigma, 0.01f, 0, (float)(actual[i] - 9), 0, default))],
            [Bqx(actual)],
            [[.. Enumerable.Repeat(0.01f, Count)]]);
        return (rows, [Expert("signal", signal, 4), Expert("noise", noise, 0)]);
    }

    private static float[] Bqx(double[] residuals) => Array.ConvertAll(residuals, u => (float)(0.01 + (u * Unit)));

    private static ModelForecasts Expert(string name, double[] says, int sure) => new()
    {
        Model = name,
        Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(Target.Primary, Bqx(says)),
        LogRv = Array.ConvertAll(says, v => (float)(v - 9)),
        Regime = [.. says.SelectMany(_ => Enumerable.Range(0, 5).Select(k => k == sure ? 1f : 0))],
    };
}
