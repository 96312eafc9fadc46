namespace Bqx.Core;

/// <summary>A package that a bundle is made of.</summary>
/// <param name="Id">Its name@version.</param>
/// <param name="Pair">The pair whose head it is; <c>*</c> for the encoder.</param>
/// <param name="Digest">SHA-256 of its manifest, 64 hexadecimal digits: it covers every file of the member.</param>
public sealed record PackageMember(string Id, string Pair, string Digest);
