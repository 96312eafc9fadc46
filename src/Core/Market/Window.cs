namespace Bqx.Core;

/// <summary>A look-back of whole market minutes.</summary>
public readonly record struct Window(int Minutes)
{
    /// <summary>The windows of BQX: 15, 30, 45, 60 and 75 minutes.</summary>
    public static readonly System.Collections.Immutable.ImmutableArray<Window> Bqx = [new(15), new(30), new(45), new(60), new(75)];

    /// <summary>The windows of the rolling regressions.</summary>
    public static readonly System.Collections.Immutable.ImmutableArray<Window> Regression =
        [new(60), new(90), new(150), new(240), new(390), new(630)];

    /// <inheritdoc/>
    public override string ToString() => $"w{Minutes}";
}
