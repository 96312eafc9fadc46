using Bqx.Learning.Evaluation;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Tests.Runs;

public sealed class RunVerdictTests
{
    [Theory]
    [InlineData(0.0031, 0.0012, nameof(Finding.Better), "ensemble is better than the martingale on bqx60_h60: +0.0031 ± 0.0012.")]
    [InlineData(0.0023, 0.0012, nameof(Finding.None), "No skill over the martingale was found on bqx60_h60: +0.0023 ± 0.0012.")]
    [InlineData(-0.0023, 0.0012, nameof(Finding.None), "No skill over the martingale was found on bqx60_h60: -0.0023 ± 0.0012.")]
    [InlineData(-0.0025, 0.0012, nameof(Finding.Worse), "ensemble is worse than the martingale on bqx60_h60: -0.0025 ± 0.0012.")]
    public void Of_SkillOverTheMartingale_FollowsTwoErrors(double skill, double error, string finding, string sentence)
    {
        var verdict = RunVerdict.Of(new RunFigures([RunFixture.Skill("ensemble", "bqx60_h60", "all", skill, error)])).Single();

        $"{verdict.Finding}".ShouldBe(finding);
        verdict.Sentence.ShouldBe(sentence);
    }

    [Theory]
    [InlineData(0.04, nameof(Finding.Better), "ensemble is better than ridge on bqx60_h60: +0.0020, p 0.040.")]
    [InlineData(0.06, nameof(Finding.None), "No skill over ridge was found on bqx60_h60: +0.0020, p 0.060.")]
    [InlineData(null, nameof(Finding.Unknown), "ensemble against ridge on bqx60_h60: +0.0020; whether that is chance was not tested.")]
    public void Of_AnotherBaseline_FollowsTheTestOfTheTwo(double? p, string finding, string sentence)
    {
        var figures = new List<Figure>
        {
            RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.003, 0.001),
            RunFixture.Skill("ridge", "bqx60_h60", "all", 0.001, 0.001),
        };
        if (p is not null)
        {
            figures.Add(new("ensemble", "bqx60_h60", "diebold_mariano", "all", 2, null, p, "ridge", 0, 100));
        }

        var verdict = RunVerdict.Of(new RunFigures([.. figures])).Single(verdict => verdict.Baseline == "ridge");

        $"{verdict.Finding}".ShouldBe(finding);
        verdict.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void Of_VolatilityAndRegimes_UseTheirOwnFigures()
    {
        var figures = new RunFigures(
        [
            new("multitask", "log_rv", "r2_over_har", "all", 0.03, 0.005, null, "har", 0, 100),
            new("multitask", "regime", "rps_skill", "all", 0.01, 0.02, null, "climatology", 0, 100),
        ]);

        RunVerdict.Of(figures).Select(verdict => (verdict.Target, verdict.Baseline, verdict.Finding))
            .ShouldBe([("log_rv", "har", Finding.Better), ("regime", "climatology", Finding.None)]);
    }

    [Fact]
    public void Headline_WithoutAnEnsemble_IsTheNextModel()
    {
        new RunFigures([RunFixture.Skill("ridge", "bqx60_h60", "all", 1, 1), RunFixture.Skill("multitask", "bqx60_h60", "all", 0, 1)])
            .Headline("bqx60_h60").ShouldBe("multitask");
        new RunFigures([RunFixture.Skill("zero", "bqx60_h60", "all", 1, 1)]).Headline("bqx60_h60").ShouldBeNull();
    }

    [Fact]
    public void Find_FigureBesideSeveralBaselines_TakesTheBenchmark()
    {
        Figure Test(string baseline) => new("ensemble", "bqx60_h60", "diebold_mariano", "all", 1, null, 0.5, baseline, 0, 1);
        var figures = new RunFigures([Test("ar1"), Test("martingale"), Test("ridge")]);

        figures.Find("ensemble", "bqx60_h60", "diebold_mariano")!.Baseline.ShouldBe("martingale");
        figures.FindBeside("ensemble", "bqx60_h60", "diebold_mariano", "ridge")!.Baseline.ShouldBe("ridge");
    }

    [Fact]
    public void Slices_OfEachKind_AreInTheirOrder()
    {
        var figures = new RunFigures([.. ((string[])["hour:10", "hour:9", "regime:bull", "regime:strong_bear", "pair:USDJPY", "pair:EURUSD", "all"])
            .Select(slice => RunFixture.Skill("ridge", "bqx60_h60", slice, 0, 1))]);

        figures.Slices("hour").ShouldBe(["hour:9", "hour:10"]);
        figures.Slices("regime").ShouldBe(["regime:strong_bear", "regime:bull"]);
        figures.Slices("pair").ShouldBe(["pair:EURUSD", "pair:USDJPY"]);
        figures.Slices("month").ShouldBeEmpty();
    }
}
