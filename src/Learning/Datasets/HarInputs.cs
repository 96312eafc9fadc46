namespace Bqx.Learning.Datasets;

/// <summary>Log realised volatility per minute over windows that end now: inputs of the heterogeneous autoregression of log RV.</summary>
public readonly record struct HarInputs(float Rv15, float Rv60, float Rv240, float Rv720)
{
    /// <summary>The windows, minutes.</summary>
    public static readonly System.Collections.Immutable.ImmutableArray<int> Windows = [15, 60, 240, 720];
}
