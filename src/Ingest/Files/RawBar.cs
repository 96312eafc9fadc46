namespace Bqx.Ingest;

/// <summary>A row as it stands in a file.</summary>
/// <param name="Stamp">Minutes since 1970 by the source's clock, or in UTC.</param>
/// <param name="IsUtc">Whether the row itself says so.</param>
internal readonly record struct RawBar(int Stamp, bool IsUtc, int Open, int High, int Low, int Close, float Volume);
