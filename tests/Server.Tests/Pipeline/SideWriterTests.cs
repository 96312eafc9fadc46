using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bqx.Server.Tests.Pipeline;

public sealed class SideWriterTests
{
    [Fact]
    public async Task Enqueue_FullQueue_ForgetsTheOldestAndNeverWaits()
    {
        using var inside = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var written = new List<int>();
        var writer = Create(2, async (item, stop) =>
        {
            written.Add(item);
            inside.Release();
            await go.WaitAsync(stop);
        });
        var run = writer.RunAsync(default);
        writer.Enqueue(0);
        await inside.WaitAsync();

        for (var item = 1; item <= 100; item++)
        {
            writer.Enqueue(item);
        }

        writer.Complete();
        go.Release(3);
        await run;
        written.ShouldBe([0, 99, 100]);
    }

    [Fact]
    public async Task RunAsync_TargetFails_GoesOnWithTheNext()
    {
        var written = new List<int>();
        var writer = Create(10, (item, _) =>
        {
            if (item < 2)
            {
                throw new FaultException(Fault.StorageUnavailable, "down");
            }

            written.Add(item);
            return Task.CompletedTask;
        });
        for (var item = 0; item < 4; item++)
        {
            writer.Enqueue(item);
        }

        writer.Complete();
        await writer.RunAsync(default);

        written.ShouldBe([2, 3]);
    }

    private static SideWriter<int> Create(int capacity, Func<int, CancellationToken, Task> write) =>
        new("test", capacity, write, TestMeters.SideWriter(), NullLogger<SideWriter<int>>.Instance);
}
