using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>An encoder and the heads of all pairs, before they are one package.</summary>
public sealed record BundleDraft : DraftBase
{
    /// <summary>Package of the encoder.</summary>
    public required PackageContent Encoder { get; init; }

    /// <summary>Packages of the heads, in pair order.</summary>
    public required ImmutableArray<PackageContent> Heads { get; init; }

    /// <summary>Content of <c>losses.bin</c>, over all pairs; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Losses { get; init; }
}
