namespace Bqx.Server.Pipeline;

/// <summary>What became of a bar.</summary>
internal enum BarArrival
{
    /// <summary>It belongs to the open minute.</summary>
    Taken,

    /// <summary>Its minute has been closed already.</summary>
    Late,
}
