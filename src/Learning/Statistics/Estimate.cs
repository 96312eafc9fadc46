namespace Bqx.Learning.Statistics;

/// <summary>A figure and its standard error.</summary>
public readonly record struct Estimate(double Value, double Error)
{
    /// <summary>√value by linearisation, with the error over 2√value.</summary>
    public Estimate Root()
    {
        var root = Math.Sqrt(Value);
        return new Estimate(root, root > 0 ? Error / (2 * root) : 0);
    }
}
