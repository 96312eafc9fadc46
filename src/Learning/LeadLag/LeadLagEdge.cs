using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>Whether the past of one pair helps to forecast the next return of another beyond that pair's own past.</summary>
/// <param name="Leader">The pair whose past is tested.</param>
/// <param name="Follower">The pair that is forecast.</param>
/// <param name="F">Wald statistic of the fifteen lags with Newey–West errors, divided by 15.</param>
/// <param name="PValue">Probability of such an F where the leader does not matter.</param>
/// <param name="Lag">The lag with the largest |t|, minutes.</param>
/// <param name="T">t of that lag, with Newey–West errors.</param>
/// <param name="IsSignificant">Whether it survives the false discovery rate over all ordered pairs.</param>
public sealed record LeadLagEdge(Pair Leader, Pair Follower, double F, double PValue, int Lag, double T, bool IsSignificant);
