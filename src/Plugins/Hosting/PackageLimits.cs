namespace Bqx.Plugins.Hosting;

/// <summary>How large a package may be.</summary>
public sealed record PackageLimits
{
    /// <value>Most files, the manifest included. Default 16.</value>
    public int Files { get; init; } = 16;

    /// <value>Most bytes in the manifest. Default 4 MiB.</value>
    public long ManifestBytes { get; init; } = 4L << 20;

    /// <value>Most bytes in any other file. Default 256 MiB.</value>
    public long FileBytes { get; init; } = 256L << 20;

    /// <value>Most bytes in all files. Default 512 MiB.</value>
    public long TotalBytes { get; init; } = 512L << 20;

    /// <value>Most bytes in all files of all members of a bundle. Default 1 GiB.</value>
    public long BundleBytes { get; init; } = 1L << 30;
}
