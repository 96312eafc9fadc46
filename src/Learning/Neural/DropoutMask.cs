namespace Bqx.Learning.Neural;

/// <summary>A mask that the host draws for every step.</summary>
/// <param name="Input">Name of the graph's input.</param>
/// <param name="Width">Columns.</param>
/// <param name="Rate">Share that is dropped.</param>
internal sealed record DropoutMask(string Input, int Width, double Rate)
{
    /// <summary>What the mask is where nothing is dropped: the expectation of a masked value is the value.</summary>
    public double Kept => 1 / (1 - Rate);
}
