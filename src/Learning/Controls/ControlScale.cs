namespace Bqx.Learning.Controls;

/// <summary>How much the controls compute.</summary>
public enum ControlScale
{
    /// <summary>Seconds, with tolerances as wide as the small samples need.</summary>
    Quick,

    /// <summary>A minute or a few, with the tolerances that a training is held to.</summary>
    Full,
}
