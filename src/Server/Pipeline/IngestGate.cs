namespace Bqx.Server.Pipeline;

/// <summary>Bounds the batches that are decoded but not yet acknowledged: a sender that is faster than the store waits here.</summary>
internal sealed class IngestGate : IDisposable
{
    /// <summary>Most batches in flight, over all streams.</summary>
    public const int Capacity = 64;

    private readonly SemaphoreSlim _free = new(Capacity, Capacity);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
