namespace Bqx.Learning.Inspection;

/// <summary>How much of nets is looked at.</summary>
public sealed record NetInspectionOptions
{
    /// <summary>Rows that the importance of inputs is measured on, evenly spread over the rows of each pair.</summary>
    public int ImportanceRows { get; init; } = 2048;

    /// <summary>Rows that activations are of, evenly spread over the rows of each pair.</summary>
    public int ActivationRows { get; init; } = 14_000;

    /// <summary>How many units are shown by regime.</summary>
    public int Units { get; init; } = 16;

    /// <summary>Seed of the permutations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Batches side by side; the result is the same for any number.</summary>
    public int Threads { get; init; } = 2;
}
