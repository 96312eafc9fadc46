namespace Bqx.Server.Requests;

/// <summary>What a replay found.</summary>
/// <param name="Requests">Requests that were read.</param>
/// <param name="Identical">Those whose answer is the same in every bit.</param>
/// <param name="Different">Those whose answer is another one.</param>
/// <param name="Unavailable">Those that could not be answered again.</param>
/// <param name="Findings">The first of the last two kinds.</param>
internal sealed record ReplayReport(int Requests, int Identical, int Different, int Unavailable, IReadOnlyList<ReplayFinding> Findings)
{
    private const int MaxFindings = 20;
    private const int PageSize = 500;

    /// <summary>Whether there were requests, and all were answered with the same bits.</summary>
    public bool IsGood => Requests > 0 && Identical == Requests;

    /// <summary>Replays what is logged.</summary>
    /// <param name="log">The log.</param>
    /// <param name="replayer">Answers again.</param>
    /// <param name="since">From when on.</param>
    /// <param name="limit">At most so many requests.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ReplayReport> RunAsync(
        Core.IRequestLog log, RequestReplayer replayer, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var (read, after, findings) = (0, 0L, new List<ReplayFinding>());
        var (different, unavailable) = (0, 0);
        while (read < limit && await log.ReadAsync(after, since, Math.Min(PageSize, limit - read), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var request in page)
            {
                if (await replayer.ReplayAsync(request, cancellationToken) is { } finding)
                {
                    different += finding.Answered ? 1 : 0;
                    unavailable += finding.Answered ? 0 : 1;
                    findings.Add(finding);
                }
            }

            (read, after) = (read + page.Count, page[^1].Id);
        }

        return new ReplayReport(read, read - different - unavailable, different, unavailable, [.. findings.Take(MaxFindings)]);
    }
}
