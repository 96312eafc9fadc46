using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>What a discovery found.</summary>
/// <param name="Graph">Lags of the sisters: that of the largest |t| where an edge is significant, else the default.</param>
/// <param name="Edges">All 756 ordered pairs, by follower and then leader.</param>
/// <param name="Level">False discovery rate.</param>
/// <param name="Minutes">Market minutes in the window.</param>
/// <param name="First">Close of the window's first minute.</param>
/// <param name="Last">Close of the window's last minute.</param>
public sealed record LeadLagResult(
    LeadLagGraph Graph, ImmutableArray<LeadLagEdge> Edges, double Level, int Minutes, Minute First, Minute Last);
