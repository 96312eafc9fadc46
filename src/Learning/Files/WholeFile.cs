namespace Bqx.Learning.Files;

/// <summary>Files that appear whole or not at all: written beside their place, synced to disk, then renamed over what was there.</summary>
public static class WholeFile
{
    private const string Unfinished = ".new";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where it appears; its folder exists.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        using (var file = File.Create(path + Unfinished))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where it appears; its folder exists.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellationToken">Stops it; the file is then as it was.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using (var file = File.Create(path + Unfinished))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }
}
