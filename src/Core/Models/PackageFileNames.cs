namespace Bqx.Core;

/// <summary>Names of the files in a package's folder.</summary>
public static class PackageFileNames
{
    /// <summary>The graph.</summary>
    public const string Model = "model.onnx";

    /// <summary>Inputs and the outputs expected of them (<see cref="ProbeFile"/>).</summary>
    public const string Probe = "probe.bin";

    /// <summary>The manifest, which holds the hash of every other file.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>SHA-256 of the manifest, 64 lower-case hexadecimal digits and a line feed: a changed bit shows there too.</summary>
    public const string ManifestDigest = "manifest.sha256";

    /// <summary>Signature over the manifest's bytes: ECDSA on P-256 with SHA-256, DER. Optional, and the only file that no manifest lists.</summary>
    public const string Signature = "manifest.sig";

    /// <summary>The 336 lags of the lead-lag graph that its features are made with, one byte each; absent for the default graph.</summary>
    public const string LeadLag = "leadlag.bin";

    /// <summary>Losses of the model and of its baseline by minute of the test block; optional.</summary>
    public const string Losses = "losses.bin";
}
