namespace Bqx.LoadTests.Tools;

/// <summary>Request frames in temporary files, for generators that read them from there.</summary>
internal sealed class FrameFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bqx-frames-");
    private int _next;

    public string Write(byte[] frame)
    {
        var file = Path.Combine(_folder.FullName, $"{_next++}.bin");
        File.WriteAllBytes(file, frame);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
