using Bqx.Core;

namespace Bqx.Trainer.Tests.Training;

/// <summary>Bars in memory.</summary>
internal sealed class MemoryBars(IReadOnlyList<MinuteBars> minutes) : IBarStore
{
    public Task WriteAsync(ReadOnlyMemory<Bar> bars, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<MinuteBars> ReadAsync(
        Minute? after, Minute? upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var minute in minutes.Where(minute => !(minute.Close <= after) && !(minute.Close > upTo)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return minute;
        }
    }

    public Task<(Minute First, Minute Last)?> GetRangeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<(Minute, Minute)?>(minutes.Count == 0 ? null : (minutes[0].Close, minutes[^1].Close));
}

/// <summary>Packages in memory.</summary>
internal sealed class MemoryRepository : IModelRepository
{
    private readonly SortedDictionary<(string Name, int Version), IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> _packages = [];

    /// <summary>Runs once, right before the next publication: another trainer at work.</summary>
    public Func<IModelRepository, Task>? BeforePublish { get; set; }

    public Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelId>>([.. _packages.Keys.Select(key => new ModelId(key.Name, key.Version))]);

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken) =>
        Task.FromResult(_packages.TryGetValue((id.Name, id.Version), out var files)
            ? files
            : throw new FaultException(Fault.UnknownModel, $"There is no {id}."));

    public async Task PublishAsync(ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        var before = BeforePublish;
        BeforePublish = null;
        await (before?.Invoke(this) ?? Task.CompletedTask);
        if (!_packages.TryAdd((id.Name, id.Version), files))
        {
            throw new FaultException(Fault.InvalidInput, $"{id} exists already.");
        }
    }

    public Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        var key = (id.Name, id.Version);
        _packages[key] = new Dictionary<string, ReadOnlyMemory<byte>>(_packages[key]) { [PackageFileNames.Signature] = signature };
        return Task.CompletedTask;
    }
}
