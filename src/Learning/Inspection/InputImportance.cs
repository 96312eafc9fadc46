namespace Bqx.Learning.Inspection;

/// <summary>How much worse nets become when an input is permuted among rows of a pair, as a share of their loss; below 0: better.</summary>
/// <param name="Name">The feature, or <c>embedding_7</c>.</param>
/// <param name="IsEmbedding">Whether it is a dimension of the embedding.</param>
/// <param name="Value">Mean over the three heads of what the loss grows by over what it is.</param>
/// <param name="Error">Standard error of that over pairs; NaN for one pair.</param>
public sealed record InputImportance(string Name, bool IsEmbedding, double Value, double Error);
