using Bqx.Core;

namespace Bqx.Storage;

/// <summary>A leaf that exists.</summary>
internal readonly record struct LeafInfo(Pair Pair, Month Month, long Bytes);
