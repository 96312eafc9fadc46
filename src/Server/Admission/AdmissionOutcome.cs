namespace Bqx.Server.Admission;

/// <summary>What became of a call that asked for a place.</summary>
internal enum AdmissionOutcome
{
    /// <summary>It may run, and gives its place back afterwards.</summary>
    Admitted,

    /// <summary>As many wait as may.</summary>
    QueueFull,

    /// <summary>Its turn would come too late for its deadline.</summary>
    TooLate,

    /// <summary>Its deadline passed, or its caller went, while it waited.</summary>
    Expired,
}
