namespace Bqx.Core;

/// <summary>A request as it was answered, with all that is needed to answer it again.</summary>
public sealed record LoggedRequest
{
    /// <summary>Its place in the log; 0 before it is there.</summary>
    public long Id { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The call, such as Predict.</summary>
    public required string Method { get; init; }

    /// <summary>The pair asked for.</summary>
    public required Pair Pair { get; init; }

    /// <summary>The model that answered.</summary>
    public required ModelId Model { get; init; }

    /// <summary>Digest of its package.</summary>
    public required Digest ModelDigest { get; init; }

    /// <summary>What it was run on.</summary>
    public required RequestInput Input { get; init; }

    /// <summary>The row of the input that the answer is about.</summary>
    public required int Position { get; init; }

    /// <summary>Whether the pair's head alone was run, on a row that has its embedding already.</summary>
    public bool IsHead { get; init; }

    /// <summary>How the signal was decided, in the server's own words.</summary>
    public required string SignalRule { get; init; }

    /// <summary>Flags of the prediction.</summary>
    public PredictionFlags Flags { get; init; }

    /// <summary>Whether it was stale when it was asked for.</summary>
    public bool IsStale { get; init; }

    /// <summary>Its age then.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The bytes of the answer.</summary>
    public required ReadOnlyMemory<byte> Answer { get; init; }
}
