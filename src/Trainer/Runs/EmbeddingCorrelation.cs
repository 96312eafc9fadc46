namespace Bqx.Trainer.Runs;

/// <summary>Strongest correlation of a named feature with an embedding dimension.</summary>
internal sealed record EmbeddingCorrelation(int Dimension, string Feature, double Correlation);
