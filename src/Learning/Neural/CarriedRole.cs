namespace Bqx.Learning.Neural;

/// <summary>What a step does with a tensor.</summary>
internal enum CarriedRole
{
    /// <summary>Moves it against its gradient.</summary>
    Parameter,

    /// <summary>Averages it; the network's inference form reads it.</summary>
    State,

    /// <summary>The optimizer's own.</summary>
    Moment,
}
