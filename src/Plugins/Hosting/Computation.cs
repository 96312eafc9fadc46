namespace Bqx.Plugins.Hosting;

/// <summary>Rows of numbers in, rows of numbers out, as <see cref="Core.IModel.Predict"/>.</summary>
internal delegate void Computation(ReadOnlyMemory<float> rows, Span<float> outputs);
