namespace Bqx.DevServices.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"bqx-lock-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Shared_TwiceAtOnce_KeepsTheExclusiveOut()
    {
        using var one = FileLock.TryShared(_path);
        var two = FileLock.TryShared(_path);
        FileLock.TryExclusive(_path).ShouldBeNull();

        one!.Dispose();
        FileLock.TryExclusive(_path).ShouldBeNull();

        two!.Dispose();
        using var alone = FileLock.TryExclusive(_path);
        alone.ShouldNotBeNull();
    }

    [Fact]
    public void Exclusive_KeepsBothOut()
    {
        using var alone = FileLock.TryExclusive(_path);

        FileLock.TryExclusive(_path).ShouldBeNull();
        FileLock.TryShared(_path).ShouldBeNull();
    }

    [Fact]
    public async Task Wait_NeverFree_GivesNull() =>
        (await FileLock.WaitAsync(() => null, TimeSpan.FromMilliseconds(60), TestContext.Current.CancellationToken)).ShouldBeNull();
}
