using System.Globalization;
using System.Text;
using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>What a discovery found, as Markdown.</summary>
public static class LeadLagReport
{
    private const int Listed = 100;

    /// <summary>Writes the report.</summary>
    public static string Write(LeadLagResult result)
    {
        var text = new StringBuilder();
        var significant = result.Edges.Where(edge => edge.IsSignificant).OrderBy(edge => edge.PValue).ThenByDescending(edge => edge.F).ToList();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Which pairs lead which

            One-minute log returns of {result.Minutes:N0} market minutes, {result.First} to {result.Last}. Every one of the {result.Edges.Length}
            ordered pairs was tested: does the leader's past of 1 to 15 minutes help beyond the follower's own (Granger, Newey–West errors)?
            **{significant.Count}** survive a false discovery rate of {result.Level:P0} (Benjamini–Hochberg). The lag of an edge is that of the
            largest |t|; a sister without a significant edge has {LeadLagGraph.DefaultLag} minutes.

            Graph `{result.Graph.Digest}`.

            ## The strongest edges

            | leader | follower | F(15) | p | lag, minutes | t |
            |---|---|---|---|---|---|

            """);
        foreach (var edge in significant.Take(Listed))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {edge.Leader} | {edge.Follower} | {edge.F:F2} | {edge.PValue:0.0e+0} | {edge.Lag} | {edge.T:F1} |\n");
        }

        AppendGraph(text, result, significant);
        return text.ToString();
    }

    private static void AppendGraph(StringBuilder text, LeadLagResult result, List<LeadLagEdge> significant)
    {
        var found = significant.Select(edge => (edge.Follower, edge.Leader)).ToHashSet();
        text.Append("\n## Lags by sister slot\n\nFitted lags are bold.\n\n| pair |");
        text.AppendJoin("", Enumerable.Range(0, Sisters.Count).Select(slot => $" {Sisters.Slot(slot)} |"));
        text.Append('\n').Insert(text.Length, "|---", Sisters.Count + 1).Append("|\n");
        foreach (var pair in Pair.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {pair} |");
            for (var slot = 0; slot < Sisters.Count; slot++)
            {
                var (lag, mark) = (result.Graph.Of(pair)[slot], found.Contains((pair, Sisters.Of(pair)[slot].Pair)) ? "**" : "");
                text.Append(CultureInfo.InvariantCulture, $" {mark}{lag}{mark} |");
            }

            text.Append('\n');
        }
    }
}
