using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>Name, element type (<c>float32</c>) and shape (−1 = any) of a model's input or output.</summary>
public sealed record TensorSchema(string Name, string Type, ImmutableArray<long> Shape);
