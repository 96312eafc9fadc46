namespace Bqx.Learning.Neural.Operators;

/// <summary>The second input of a loss is data.</summary>
internal static class LossTarget
{
    public static void ThrowIfTarget(int index)
    {
        if (index != 0)
        {
            throw new NotSupportedException("A loss has no derivative by its target.");
        }
    }
}
