namespace Bqx.Learning.Inspection;

/// <summary>Losses of the three heads of a net, summed over rows: squared errors of u and v, −log of the probability of the class.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Sums">By head: first of the rows as they are, then with each input permuted.</param>
internal sealed record PermutedLosses(int Rows, double[,] Sums)
{
    /// <summary>BQX, log RV, regime.</summary>
    public const int Heads = 3;

    /// <summary>Loss of a head on the rows as they are.</summary>
    public double Base(int head) => Sums[0, head];

    /// <summary>What it grows by when an input is permuted.</summary>
    public double Growth(int input, int head) => Sums[1 + input, head] - Sums[0, head];
}
