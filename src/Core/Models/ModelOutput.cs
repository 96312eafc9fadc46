namespace Bqx.Core;

/// <summary>What a model says of one row.</summary>
public struct ModelOutput
{
    /// <summary>Forecast of BQX at the horizon, total (not the residual over the martingale), raw units.</summary>
    public float Bqx { get; set; }

    /// <summary>Forecast of the log of the realised volatility of one-minute returns until the horizon.</summary>
    public float LogRv { get; set; }

    /// <summary>Class probabilities.</summary>
    public RegimeProbabilities Regime { get; set; }
}
