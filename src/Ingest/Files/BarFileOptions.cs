using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>How to read a bar file.</summary>
/// <param name="Format">Its layout.</param>
/// <param name="Zone">Its clock; null = found from the weeks' opens. Times that carry their own offset ignore it.</param>
/// <param name="Pair">Its pair; null = found from the name.</param>
public sealed record BarFileOptions(BarFormat Format, SourceZone? Zone = null, Pair? Pair = null)
{
    /// <summary>Most bytes that one file may unpack to.</summary>
    public long MaxBytes { get; init; } = 8L << 30;
}
