namespace Bqx.Learning.Controls;

/// <summary>What a control shows.</summary>
public enum ControlKind
{
    /// <summary>Nothing is found where there is nothing.</summary>
    Negative,

    /// <summary>What was planted is found.</summary>
    Positive,

    /// <summary>A look into the future is noticed.</summary>
    Leak,
}
