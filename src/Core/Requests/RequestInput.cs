namespace Bqx.Core;

/// <summary>
/// Rows that a model was run on together. Kept whole: the last bits of a row may depend on how many are run with it.
/// </summary>
/// <param name="Pairs">The pair of each row.</param>
/// <param name="Rows">Row-major.</param>
/// <param name="Digest">Of both.</param>
public sealed record RequestInput(IReadOnlyList<Pair> Pairs, ReadOnlyMemory<float> Rows, Digest Digest);
