using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>
/// Finds which pairs lead which, on the one-minute returns of a training window: a Granger test of every ordered pair, then
/// Benjamini and Hochberg over all 756.
/// </summary>
public static class LeadLagDiscovery
{
    /// <summary>False discovery rate.</summary>
    public const double Level = 0.05;

    /// <summary>Market minutes that a window must have.</summary>
    public const int ShortestWindow = 5 * MarketCalendar.MinutesPerDay;

    /// <param name="returns">The training window's returns, and no others.</param>
    /// <param name="progress">Hears of every follower that is done.</param>
    /// <param name="cancellationToken">Stops it between two followers.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the window is too short.</exception>
    public static LeadLagResult Run(ReturnMatrix returns, Action<Pair>? progress, CancellationToken cancellationToken)
    {
        if (returns.Minutes < ShortestWindow)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"A window of {returns.Minutes} market minutes is too short for lead-lag tests: {ShortestWindow} are needed at least.");
        }

        var panel = new GrangerPanel([.. Pair.All.Select(returns.Column)]);
        var edges = new List<LeadLagEdge>();
        foreach (var follower in Pair.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            edges.AddRange(Of(follower, panel.Test(follower.Index)));
            progress?.Invoke(follower);
        }

        var threshold = FalseDiscovery.Threshold([.. edges.Select(edge => edge.PValue)], Level);
        edges = [.. edges.Select(edge => edge with { IsSignificant = edge.PValue <= threshold })];
        return new LeadLagResult(Choose(edges), [.. edges], Level, returns.Minutes, returns.First!.Value, returns.Last!.Value);
    }

    private static IEnumerable<LeadLagEdge> Of(Pair follower, (double Wald, int Lag, double T)[] tests) =>
        from leader in Pair.All
        where leader != follower
        let test = tests[leader.Index]
        select new LeadLagEdge(
            leader,
            follower,
            test.Wald / GrangerPanel.Lags,
            ChiSquare.Survival(test.Wald, GrangerPanel.Lags),
            test.Lag,
            test.T,
            IsSignificant: false);

    private static LeadLagGraph Choose(List<LeadLagEdge> edges)
    {
        var found = edges.Where(edge => edge.IsSignificant).ToDictionary(edge => (edge.Follower, edge.Leader), edge => (byte)edge.Lag);
        var lags =
            from pair in Pair.All
            from sister in Sisters.Of(pair)
            select found.GetValueOrDefault((pair, sister.Pair), (byte)LeadLagGraph.DefaultLag);
        return new LeadLagGraph(lags.ToArray());
    }
}
