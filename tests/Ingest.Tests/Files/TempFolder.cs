using System.IO.Compression;
using System.Text;

namespace Bqx.Ingest.Tests.Files;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bqx-ingest-").FullName;

    public string Plain(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    public string Gzip(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    public string Zip(string name, params (string Member, string Text)[] members)
    {
        var path = System.IO.Path.Combine(Path, name);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (member, text) in members)
        {
            using var stream = archive.CreateEntry(member).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
