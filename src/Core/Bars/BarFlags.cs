namespace Bqx.Core;

/// <summary>What is special about a bar.</summary>
[Flags]
public enum BarFlags : byte
{
    None = 0,

    /// <summary>No bar came for this minute: the last close stands in.</summary>
    Filled = 1,

    /// <summary>The bar came after its minute had been closed.</summary>
    Late = 2,

    /// <summary>The bar replaces one with other values.</summary>
    Corrected = 4,
}
