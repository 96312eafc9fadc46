namespace Bqx.Learning.Neural.Schedules;

/// <summary>How the learning rate changes.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It is multiplied by a factor every so many epochs.</summary>
    Step,

    /// <summary>It falls along half a cosine to its floor at the last step (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It is multiplied by a factor when the validation loss has not improved for some epochs.</summary>
    Plateau,
}
