using Bqx.Core;

namespace Bqx.Learning.Neural;

/// <summary>Checks options.</summary>
internal static class OptionRange
{
    public static void Share(string name, double value) => Require(value is >= 0 and < 1, name, value, "in [0, 1)");

    public static void Positive(string name, double value) => Require(value > 0 && double.IsFinite(value), name, value, "positive");

    public static void NotNegative(string name, double value) => Require(value >= 0 && double.IsFinite(value), name, value, "0 or more");

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new FaultException(Fault.InvalidInput, $"{name} is {value}: it must be {range}.");
        }
    }
}
