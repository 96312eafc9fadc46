namespace Bqx.Server.Admission;

/// <summary>What goes first when there is more to do than can be done.</summary>
internal enum CallPriority
{
    /// <summary>Health, and reads of the published snapshot: a call costs no more than turning it away, so none is.</summary>
    Free,

    /// <summary>A model runs on the caller's own values.</summary>
    Inference,

    /// <summary>Explanations and history.</summary>
    Background,
}
