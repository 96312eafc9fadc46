namespace Bqx.Trainer.Tests.Runs;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TempHome : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bqx-runs-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
