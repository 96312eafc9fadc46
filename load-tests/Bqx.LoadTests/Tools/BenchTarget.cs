namespace Bqx.LoadTests.Tools;

/// <summary>One call on one server: what a bench compares.</summary>
/// <param name="DataFile">A file with the request's gRPC frame.</param>
/// <param name="Allocated">Bytes that the server has allocated so far, where it can say.</param>
internal sealed record BenchTarget(string Name, Uri Uri, string DataFile, Func<CancellationToken, Task<long>>? Allocated = null)
{
    /// <value>The one concurrency at which it is measured; null = at each.</value>
    public int? Only { get; init; }

    public bool IsMeasuredAt(int streams) => Only is null || Only == streams;
}
