namespace Bqx.Core;

/// <summary>SHA-256 (64 hexadecimal digits) and length in bytes of a package's file.</summary>
public sealed record PackageFile(string Sha256, long Length);
