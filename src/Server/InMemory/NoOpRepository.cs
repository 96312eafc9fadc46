using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.NoOp;

namespace Bqx.Server.InMemory;

/// <summary>Every version of the model <c>noop</c>, made when it is asked for; the first two are listed.</summary>
internal sealed class NoOpRepository : IModelRepository
{
    public const string Name = "noop";

    public Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelId>>([new ModelId(Name, 1), new ModelId(Name, 2)]);

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken) =>
        id.Name == Name
            ? Task.FromResult(NoOpPackage.Create(id, FeatureCatalogue.Schema))
            : throw new FaultException(Fault.UnknownModel, $"There is no package {id}: this server has {Name}@1, {Name}@2 and so on.");

    public Task PublishAsync(
        ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken) =>
        throw new FaultException(Fault.InvalidInput, $"{id} exists already.");

    public Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        throw new FaultException(Fault.InvalidInput, $"{id} is made when it is asked for: it cannot be signed.");
}
