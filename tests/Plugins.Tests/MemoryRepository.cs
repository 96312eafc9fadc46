using Bqx.Core;

namespace Bqx.Plugins.Tests;

internal sealed class MemoryRepository : IModelRepository
{
    public Dictionary<ModelId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> Packages { get; } = [];

    public int Reads { get; private set; }

    public Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelId>>([.. Packages.Keys]);

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken)
    {
        Reads++;
        return Packages.TryGetValue(id, out var files)
            ? Task.FromResult(files)
            : throw new FaultException(Fault.UnknownModel, $"There is no package {id}.");
    }

    public Task PublishAsync(
        ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        Packages.Add(id, files);
        return Task.CompletedTask;
    }

    public Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        Packages[id] = new Dictionary<string, ReadOnlyMemory<byte>>(Packages[id]) { [PackageFileNames.Signature] = signature };
        return Task.CompletedTask;
    }
}
