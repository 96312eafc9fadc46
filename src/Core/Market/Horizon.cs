namespace Bqx.Core;

/// <summary>How far ahead a target lies, in whole market minutes.</summary>
public readonly record struct Horizon(int Minutes)
{
    /// <inheritdoc/>
    public override string ToString() => $"h{Minutes}";
}
