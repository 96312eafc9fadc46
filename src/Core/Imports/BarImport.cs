namespace Bqx.Core;

/// <summary>The import of one file, as far as it has come.</summary>
public sealed record BarImport
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>What is imported.</summary>
    public required BarImportKey Key { get; init; }

    /// <summary>Bars up to and including this close are committed; null when none is.</summary>
    public Minute? Through { get; init; }

    /// <summary>When it was complete; null while it is not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What came of it, as far as is known.</summary>
    public required BarImportCounts Counts { get; init; }

    /// <summary>Whether everything of the file is committed.</summary>
    public bool IsDone => FinishedAt is not null;
}
