namespace Bqx.Learning.Ensembles;

/// <summary>Second moments of experts' answers, and of them with what came.</summary>
internal sealed class ExpertMoments(int experts)
{
    private readonly double[,] _gram = new double[experts, experts];
    private readonly double[] _products = new double[experts];

    /// <summary>How many rows they are of.</summary>
    public double Rows { get; private set; }

    public void Add(ReadOnlySpan<double> answers, double actual)
    {
        for (var i = 0; i < experts; i++)
        {
            _products[i] += answers[i] * actual;
            for (var j = 0; j < experts; j++)
            {
                _gram[i, j] += answers[i] * answers[j];
            }
        }

        Rows++;
    }

    /// <summary>Adds others as though they were so many rows.</summary>
    public void Add(ExpertMoments other, double rows)
    {
        var share = other.Rows > 0 ? rows / other.Rows : 0;
        for (var i = 0; i < experts; i++)
        {
            _products[i] += share * other._products[i];
            for (var j = 0; j < experts; j++)
            {
                _gram[i, j] += share * other._gram[i, j];
            }
        }

        Rows += rows;
    }

    /// <summary>Weights of at least 0 and a sum of at most 1: what is left is the martingale's, whose answer is 0.</summary>
    public double[] BesideMartingale() => Rows > 0 ? NonNegativeLeastSquares.SolveAtMostOne(_gram, _products) : new double[experts];

    /// <summary>Weights of at least 0 and of sum 1.</summary>
    public double[] Average() => Rows > 0
        ? NonNegativeLeastSquares.SolveSumOne(_gram, _products)
        : [.. Enumerable.Repeat(1.0 / experts, experts)];
}
