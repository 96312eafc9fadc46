namespace Bqx.Learning.Embeddings;

/// <summary>Writes the numbers of a row.</summary>
public delegate void RowReader(int row, Span<float> values);
