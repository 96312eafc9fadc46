using System.Runtime.CompilerServices;
using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>Bars that are in memory already, as a stream.</summary>
public static class InMemoryBars
{
    /// <summary>Streams minutes as they are.</summary>
    public static async IAsyncEnumerable<MinuteBars> Stream(
        IEnumerable<MinuteBars> bars, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var minute in bars)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return minute;
        }
    }
}
