namespace Bqx.LoadTests.Chaos;

/// <summary>What a link does to those who talk over it.</summary>
internal enum LinkFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Connections are reset, new ones refused.</summary>
    Cut,

    /// <summary>Connections stay open, no byte passes.</summary>
    Stalled,

    /// <summary>Every piece of an answer comes late.</summary>
    Slow,

    /// <summary>Answers are made of other bytes.</summary>
    Garbled,
}
