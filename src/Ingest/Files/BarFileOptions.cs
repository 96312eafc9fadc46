using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>How to read a bar file.</summary>
/// <param name="Format">Its layout.</param>
/// <param name="Zone">Its clock; null = found from the weeks' opens. Times that carry their own offset ignore it.</param>
/// <param name="Pair">Its pair; null = found from the name.</param>
public sealed record BarFileOptions(BarFormat Format = BarFormat.Auto, SourceZone? Zone = null, Pair? Pair = null)
{
    /// <summary>Where the columns are, for <see cref="BarFormat.Csv"/>; null = told from the header.</summary>
    public ColumnMap? Columns { get; init; }

    /// <summary>How to read dates with the year last.</summary>
    public DateOrder DateOrder { get; init; }

    /// <summary>Whether prices far from those around them are taken and not set aside.</summary>
    public bool AcceptSpikes { get; init; }

    /// <summary>Most bytes that one file may unpack to.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>What decides how a row is read, on one line: two imports of the same bytes with the same text give the same bars.</summary>
    public string Describe() =>
        $"format={BarFormats.NameOf(Format)} zone={Zone?.Name ?? "auto"} pair={Pair?.Name ?? "auto"} columns={Columns?.ToString() ?? "auto"} "
        + $"dates={DateOrder} spikes={(AcceptSpikes ? "taken" : "set aside")}";
}
