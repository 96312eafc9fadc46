using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>What a host knows of a package.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Reason">Why it failed; null otherwise.</param>
/// <param name="Digest">Digest of the package; null until it has been verified.</param>
/// <param name="Kind">The plug-in that runs it; null until it has been verified.</param>
/// <param name="Target">What it predicts; null until it has been verified.</param>
public sealed record ModelStatus(ModelId Id, ModelState State, string? Reason, Digest? Digest, string? Kind, string? Target);
