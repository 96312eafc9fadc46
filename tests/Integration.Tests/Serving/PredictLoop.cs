using Bqx.Client;
using Grpc.Core;

namespace Bqx.Integration.Tests.Serving;

/// <summary>Reads predictions without pause and counts what fails.</summary>
internal sealed class PredictLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _succeeded;

    public PredictLoop(BqxClient client) => _running = RunAsync(client);

    public List<RpcException> Failures { get; } = [];

    public long Succeeded => Interlocked.Read(ref _succeeded);

    /// <summary>Returns after so many more calls.</summary>
    public async Task RunOnAsync(int calls)
    {
        var end = Succeeded + calls;
        while (Succeeded < end && Failures.Count == 0)
        {
            await Task.Delay(5);
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(BqxClient client)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await client.PredictBatchAsync([]);
                Interlocked.Increment(ref _succeeded);
            }
            catch (RpcException error)
            {
                Failures.Add(error);
                return;
            }
        }
    }
}
