namespace Bqx.Plugins.Hosting;

/// <summary>Counts of one graph.</summary>
/// <param name="Rows">Rows of requests that were answered.</param>
/// <param name="Succeeded">Requests that were answered.</param>
/// <param name="Failed">Requests that the graph failed on.</param>
/// <param name="Input">Time to check and copy inputs, of requests that were answered.</param>
/// <param name="Run">Time in the graph, likewise.</param>
/// <param name="FailedFor">Time of requests that the graph failed on.</param>
/// <param name="LastAt">When the last one was answered; null before the first.</param>
public readonly record struct GraphUsage(
    long Rows,
    long Succeeded,
    long Failed,
    TimeSpan Input,
    TimeSpan Run,
    TimeSpan FailedFor,
    DateTimeOffset? LastAt);
