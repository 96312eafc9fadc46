namespace Bqx.Trainer.Up;

/// <summary>What <c>up</c> is asked to do.</summary>
internal sealed record UpOptions
{
    /// <summary>Path of <c>Bqx.Server.dll</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Folder or file of bars; null: a synthetic market.</summary>
    public string? Bars { get; init; }

    /// <summary>Calendar days of synthetic bars.</summary>
    public int Days { get; init; } = 60;

    /// <summary>Seed of the synthetic market and of the training.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether to end after the swap.</summary>
    public bool Once { get; init; }

    /// <summary>Whether to print one JSON object and nothing else on standard output.</summary>
    public bool Json { get; init; }
}
