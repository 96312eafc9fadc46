using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>A verified package and, where it is a bundle, its verified members in the bundle's order.</summary>
internal sealed record VerifiedModel(ModelPackage Package, ImmutableArray<ModelPackage> Members)
{
    public bool IsBundle => !Members.IsEmpty;

    /// <summary>Whether it predicts by itself: an encoder, and a head that reads an embedding, do not.</summary>
    public bool IsWhole => Package.Manifest.Kind != ModelKinds.Encoder && Package.Manifest.EncoderDigest is null;

    /// <summary>What the server applies to the outputs for a pair.</summary>
    public ModelCalibration CalibrationOf(Pair pair) => (IsBundle ? Members[1 + pair.Index] : Package).Manifest.Calibration!;
}
