using Bqx.Learning.Linear;

namespace Bqx.Learning.Tests.Linear;

public sealed class PrincipalComponentsTests
{
    // Around the mean (1, 2): ±2·(3, 4)/5 and ±1·(4, −3)/5, so the variances are 4·2/4 and 1·2/4.
    private static readonly float[][] Rows = [[2.2f, 3.6f], [-0.2f, 0.4f], [1.8f, 1.4f], [0.2f, 2.6f]];

    [Fact]
    public void Fit_HandMadeRows_GivesTheirAxes()
    {
        var components = PrincipalComponents.Fit(Equations(), 2);
        components.Mean[0].ShouldBe(1, 1e-6);
        components.Mean[1].ShouldBe(2, 1e-6);
        components.Variances[0].ShouldBe(2, 1e-6);
        components.Variances[1].ShouldBe(0.5, 1e-6);
        components.Directions[0].ShouldBe(0.6, 1e-6);
        components.Directions[1].ShouldBe(0.8, 1e-6);
        components.Directions[2].ShouldBe(0.8, 1e-6);
        components.Directions[3].ShouldBe(-0.6, 1e-6);
        components.Explained.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Fit_OneDirection_ExplainsItsShare()
    {
        var components = PrincipalComponents.Fit(Equations(), 1);
        components.Explained.ShouldBe(0.8, 1e-6);
        components.Project(Rows[0], 0).ShouldBe(2, 1e-5);
        components.Project(Rows[2], 0).ShouldBe(0, 1e-5);
    }

    private static NormalEquations Equations()
    {
        var equations = new NormalEquations(3, 0);
        foreach (var row in Rows)
        {
            equations.Add([row[0], row[1], 1], []);
        }

        equations.Finish();
        return equations;
    }
}
