using System.Text.Json;
using System.Text.Json.Serialization;
using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>A graph and the tests behind it as JSON: lags by pair, twelve each by sister slot, and all 756 tests.</summary>
public static class LeadLagFile
{
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a result.</summary>
    public static string Write(LeadLagResult result) => JsonSerializer.Serialize(
        new Content(
            CurrentFormat,
            $"{result.Graph.Digest}",
            $"{result.First}",
            $"{result.Last}",
            result.Minutes,
            result.Level,
            Pair.All.ToDictionary(pair => pair.Name, pair => result.Graph.Of(pair).ToArray().Select(lag => (int)lag).ToArray()),
            [.. result.Edges.Select(ToTest)]),
        Options);

    /// <summary>Reads the graph of a file.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not such a file, or its digest is not that of its lags.</exception>
    public static LeadLagGraph ReadGraph(string json)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(json, Options) ?? throw new JsonException("It is empty.");
            var graph = new LeadLagGraph([.. Pair.All.SelectMany(pair => content.Lags[pair.Name]).Select(lag => checked((byte)lag))]);
            return $"{graph.Digest}" == content.Digest && content.Format == CurrentFormat
                ? graph
                : throw new FaultException(
                    Fault.InvalidInput, $"The lead-lag file is of another format than {CurrentFormat}, or its digest is not that of its lags.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or OverflowException)
        {
            throw new FaultException(Fault.InvalidInput, $"This is not a lead-lag file: {FaultException.Excerpt(error.Message)}");
        }
    }

    private static Test ToTest(LeadLagEdge edge) => new(
        edge.Leader.Name, edge.Follower.Name, edge.F, edge.PValue, edge.Lag, edge.T, edge.IsSignificant);

    private sealed record Content(
        int Format, string Digest, string First, string Last, int Minutes, double Level, Dictionary<string, int[]> Lags, Test[] Edges);

    private sealed record Test(string Leader, string Follower, double F, double P, int Lag, double T, bool Significant);
}
