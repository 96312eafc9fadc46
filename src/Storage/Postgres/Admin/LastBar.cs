using Bqx.Core;

namespace Bqx.Storage;

/// <summary>The last bar of a pair.</summary>
public sealed record LastBar(Pair Pair, Minute Close);
