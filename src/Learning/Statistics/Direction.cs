namespace Bqx.Learning.Statistics;

/// <summary>Directional accuracy of one forecast.</summary>
public static class Direction
{
    /// <summary>1 for the right sign, 0 for the wrong one, ½ where no side is taken: a forecast or an outcome of exactly 0.</summary>
    public static double Hit(double forecast, double actual) =>
        forecast == 0 || actual == 0 ? 0.5 : forecast > 0 == actual > 0 ? 1 : 0;
}
