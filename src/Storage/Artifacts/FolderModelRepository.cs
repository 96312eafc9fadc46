using System.Globalization;
using System.Text.RegularExpressions;
using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// Packages as folders <c>ROOT/name/version/</c>. A package is written beside its place, synced to disk, and appears by one rename;
/// nothing in it is ever changed, but that a signature may come later. Several processes may read and publish at the same time.
/// </summary>
public sealed partial class FolderModelRepository : IModelRepository
{
    private const long MaxFileLength = 256L << 20;
    private const int MaxFiles = 64;

    private readonly string _root;

    /// <param name="root">The folder; created when the first package is published.</param>
    public FolderModelRepository(string root) => _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelId>> ListAsync(CancellationToken cancellationToken) => GuardAsync<IReadOnlyList<ModelId>>(() =>
    {
        var names = Names(_root).Where(ModelId.IsName).Order(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<ModelId>>([.. names.SelectMany(Versions)]);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ModelId id, CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>(async () =>
        {
            var folder = new DirectoryInfo(FolderOf(id));
            if (!folder.Exists)
            {
                throw new FaultException(Fault.UnknownModel, $"There is no package {id}.");
            }

            var entries = folder.EnumerateFileSystemInfos().Take(MaxFiles + 1).ToList();
            if (entries.Count > MaxFiles)
            {
                throw new FaultException(Fault.ModelFailed, $"Package {id} has more than {MaxFiles} files.");
            }

            var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                files[entry.Name] = await ReadAsync(id, entry, cancellationToken);
            }

            return files;
        });

    /// <inheritdoc/>
    public Task PublishAsync(ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            var place = FolderOf(id);
            Check(files);
            ThrowIfPresent(id, place);
            var parent = Path.GetDirectoryName(place)!;
            Directory.CreateDirectory(parent);

            // Its name starts with a dot, so that no reader takes it for a version.
            var unfinished = Path.Combine(parent, $".{id.Version}-{Guid.NewGuid():N}");
            Directory.CreateDirectory(unfinished);
            try
            {
                foreach (var (name, content) in files)
                {
                    await WriteAsync(Path.Combine(unfinished, name), content, cancellationToken);
                }

                FolderSync.Flush(unfinished);
                Move(id, unfinished, place);
                FolderSync.Flush(parent);
                FolderSync.Flush(_root);
            }
            finally
            {
                if (Directory.Exists(unfinished))
                {
                    Directory.Delete(unfinished, recursive: true);
                }
            }

            return true;
        });

    /// <inheritdoc/>
    public Task SignAsync(ModelId id, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var place = FolderOf(id);
        if (!Directory.Exists(place))
        {
            throw new FaultException(Fault.UnknownModel, $"There is no package {id}.");
        }

        var unfinished = Path.Combine(Path.GetDirectoryName(place)!, $".{id.Version}-{Guid.NewGuid():N}.sig");
        try
        {
            await WriteAsync(unfinished, signature, cancellationToken);
            File.Move(unfinished, Path.Combine(place, PackageFileNames.Signature), overwrite: true);
            FolderSync.Flush(place);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return true;
    });

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(ModelId id, FileSystemInfo entry, CancellationToken cancellationToken)
    {
        if (entry is not FileInfo { LinkTarget: null })
        {
            throw new FaultException(Fault.ModelFailed, $"Package {id} holds '{FaultException.Excerpt(entry.Name)}', which is not a plain file.");
        }

        await using var stream = new FileStream(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (stream.Length > MaxFileLength)
        {
            throw new FaultException(
                Fault.ModelFailed,
                $"'{FaultException.Excerpt(entry.Name)}' of package {id} has {stream.Length} bytes: at most {MaxFileLength} are read.");
        }

        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        await stream.WriteAsync(content, cancellationToken);
        stream.Flush(flushToDisk: true);
    }

    // The rename of a folder onto one that is there fails, so of two who publish the same version one wins.
    private static void Move(ModelId id, string unfinished, string place)
    {
        try
        {
            Directory.Move(unfinished, place);
        }
        catch (IOException)
        {
            ThrowIfPresent(id, place);
            throw;
        }
    }

    private static void ThrowIfPresent(ModelId id, string place)
    {
        if (Directory.Exists(place))
        {
            throw new FaultException(
                Fault.InvalidInput, $"Package {id} exists already: a version never changes, publish the next one.");
        }
    }

    private static void Check(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (files.Count is 0 or > MaxFiles)
        {
            throw new FaultException(Fault.InvalidInput, $"A package has 1 to {MaxFiles} files, not {files.Count}.");
        }

        foreach (var (name, content) in files)
        {
            if (!FileName().IsMatch(name))
            {
                throw new FaultException(
                    Fault.InvalidInput,
                    $"'{FaultException.Excerpt(name)}' is not a file name of a package: use up to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit.");
            }

            if (content.Length > MaxFileLength)
            {
                throw new FaultException(
                    Fault.InvalidInput, $"'{name}' has {content.Length} bytes: a package's file has at most {MaxFileLength}.");
            }
        }
    }

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
        : [];

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.StorageUnavailable, "The model repository cannot be read or written.", error);
        }
    }

    private IEnumerable<ModelId> Versions(string name) => Names(Path.Combine(_root, name))
        .Select(version => int.TryParse(version, NumberStyles.None, null, out var number) && number > 0 && $"{number}" == version ? number : 0)
        .Where(version => version > 0)
        .Order()
        .Select(version => new ModelId(name, version));

    private string FolderOf(ModelId id) => ModelId.TryParse(id.ToString(), out _)
        ? Path.Combine(_root, id.Name, $"{id.Version}")
        : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(id.ToString())}' is not a model: write name@version.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex FileName();
}
