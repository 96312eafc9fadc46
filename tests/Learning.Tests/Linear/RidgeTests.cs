using Bqx.Core;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Tests.Linear;

public sealed class RidgeTests
{
    // X = [[1,0],[0,2],[1,1]], y = [1,2,3]: XᵀX = [[2,1],[1,5]], Xᵀy = [4,7].
    [Fact]
    public void Solve_NoPenalty_IsLeastSquares()
    {
        var weights = Ridge.Solve(Equations(), 0, 0);
        weights[0].ShouldBe(13.0 / 9, 1e-12);
        weights[1].ShouldBe(10.0 / 9, 1e-12);
    }

    // λ = 1/3 of 3 rows adds 1 to the diagonal: [[3,1],[1,6]]·w = [4,7].
    [Fact]
    public void Solve_Penalty_ShrinksByTheFormula()
    {
        var weights = Ridge.Solve(Equations(), 0, 1.0 / 3);
        weights[0].ShouldBe(17.0 / 17, 1e-12);
        weights[1].ShouldBe(17.0 / 17, 1e-12);
    }

    [Fact]
    public void SolveAll_SeveralTargets_AreThoseOfEachAlone()
    {
        var equations = new NormalEquations(2, 2);
        equations.Add([1, 0], [1, 5]);
        equations.Add([0, 2], [2, -1]);
        equations.Add([1, 1], [3, 0]);
        equations.Finish();

        var all = Ridge.SolveAll(equations, 0.1);

        all.Length.ShouldBe(2);
        all[0].ShouldBe(Ridge.Solve(equations, 0, 0.1));
        all[1].ShouldBe(Ridge.Solve(equations, 1, 0.1));
    }

    [Fact]
    public void Solve_DependentColumnsWithoutPenalty_SaysSo()
    {
        var equations = new NormalEquations(2, 1);
        equations.Add([1, 1], [1]);
        equations.Add([2, 2], [1]);
        equations.Finish();

        Should.Throw<FaultException>(() => Ridge.Solve(equations, 0, 0)).Fault.ShouldBe(Fault.InvalidInput);
        Ridge.Solve(equations, 0, 0.5).ShouldAllBe(weight => weight > 0);
    }

    [Fact]
    public void Add_MoreRowsThanABlock_MatchesDirectSums()
    {
        var random = new Random(5);
        var equations = new NormalEquations(3, 2);
        var gram = new double[3, 3];
        var moments = new double[3, 2];
        for (var row = 0; row < 1000; row++)
        {
            float[] x = [(float)random.NextDouble(), (float)random.NextDouble(), 1];
            float[] y = [(float)random.NextDouble(), (float)-random.NextDouble()];
            equations.Add(x, y);
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    gram[i, j] += (double)x[i] * x[j];
                }

                moments[i, 0] += (double)x[i] * y[0];
                moments[i, 1] += (double)x[i] * y[1];
            }
        }

        equations.Finish();

        equations.Rows.ShouldBe(1000);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                equations.Gram[i, j].ShouldBe(gram[i, j], 1e-3);
            }

            equations.Moments[i, 0].ShouldBe(moments[i, 0], 1e-3);
            equations.Moments[i, 1].ShouldBe(moments[i, 1], 1e-3);
        }
    }

    private static NormalEquations Equations()
    {
        var equations = new NormalEquations(2, 1);
        equations.Add([1, 0], [1]);
        equations.Add([0, 2], [2]);
        equations.Add([1, 1], [3]);
        equations.Finish();
        return equations;
    }
}
