using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class SignCheckTests
{
    [Fact]
    public void Run_LongWalk_HasTheCorrelationsOfTheory()
    {
        // corr(Σ (W−m)x, Σ x) over 60 steps is −Σ(W−m)/√(W·Σ(W−m)²) = −1830/√(60·73810) = −0.870; with mirrored weights
        // Σ m(61−m)/73810 = 37820/73810 = 0.512, and the signs agree in ½ + asin(0.512)/π = 67.1 %.
        var random = new Random(3);
        var price = 10_000_000;
        int[] walk = [.. Enumerable.Range(0, 1_000_000).Select(_ => price += random.Next(-3, 4))];
        var check = SignCheck.Run([walk]);
        check.ReturnCorrelation.ShouldBe(-0.870, 0.003);
        check.ForwardCorrelation.ShouldBe(0.512, 0.01);
        check.ForwardAgreement.ShouldBe(0.671, 0.01);
    }

    [Fact]
    public void Run_TwoSegments_NothingReachesAcross()
    {
        // 60 closes hold no pair of minutes 60 apart: two such segments say nothing.
        int[] segment = [.. Enumerable.Range(100, 60)];
        SignCheck.Run([segment, segment]).ShouldBe(new SignCheck(0, 0, 0.5));
    }
}
