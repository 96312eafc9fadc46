namespace Bqx.Core;

/// <summary>The append-only store of packages (<c>models/&lt;name&gt;/&lt;version&gt;/</c>).</summary>
public interface IModelRepository
{
    /// <summary>Ids of all complete packages, ordered by name and version.</summary>
    Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads every file of a package once, each at most 256 MiB.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>: there is no such package.</exception>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken);

    /// <summary>Publishes a package: all files appear at once, by one atomic rename, or none.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the version exists already.</exception>
    Task PublishAsync(ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken);

    /// <summary>
    /// Puts <c>manifest.sig</c> into a package, or another one in its place, by one atomic rename: the only file that may come later.
    /// </summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>: there is no such package.</exception>
    Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken);
}
