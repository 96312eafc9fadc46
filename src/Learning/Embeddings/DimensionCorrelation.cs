namespace Bqx.Learning.Embeddings;

/// <summary>The feature whose correlation with a dimension of the embedding is largest in magnitude.</summary>
/// <param name="Dimension">0 to 63.</param>
/// <param name="Feature">Name of the feature; empty when the dimension does not vary.</param>
/// <param name="Correlation">−1 to 1.</param>
public sealed record DimensionCorrelation(int Dimension, string Feature, double Correlation);
