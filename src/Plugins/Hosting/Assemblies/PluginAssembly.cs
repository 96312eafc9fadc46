using System.Collections.Frozen;
using System.Reflection;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// A plug-in of a third party, loaded in a context of its own. Disposing of it asks the runtime to unload it, which happens once no model
/// of it is in use any more.
/// </summary>
public sealed class PluginAssembly : IModelPlugin, IDisposable
{
    /// <summary>Most files of a plug-in.</summary>
    public const int MaxFiles = 64;

    /// <summary>Most bytes of one file.</summary>
    public const long MaxFileBytes = 64L << 20;

    /// <summary>The file that describes a plug-in.</summary>
    public const string ManifestName = "plugin.json";

    /// <summary>Optional signature of the manifest, as that of a package (<see cref="PackageSignature"/>).</summary>
    public const string SignatureName = "plugin.sig";

    private PluginContext? _context;
    private IModelPlugin? _plugin;

    private PluginAssembly(PluginManifest manifest, PluginContext context, IModelPlugin plugin) =>
        (Manifest, _context, _plugin, Kind) = (manifest, context, plugin, plugin.Kind);

    /// <summary>What it says of itself.</summary>
    public PluginManifest Manifest { get; }

    /// <inheritdoc/>
    public string Kind { get; }

    /// <summary>Loads a plug-in from a folder. Every file is read once, and what is loaded are the bytes that were hashed.</summary>
    /// <param name="folder">It holds <see cref="ManifestName"/> and the files that this lists; others are not looked at.</param>
    /// <param name="keys">Whose plug-ins are loaded; none: signatures are not asked for.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: refused, with the reason.</exception>
    public static PluginAssembly Load(string folder, TrustedKeys keys)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        try
        {
            var bytes = Read(folder, ManifestName);
            keys.Check(bytes, File.Exists(Path.Combine(folder, SignatureName)) ? Read(folder, SignatureName) : []);
            var manifest = PluginManifest.Read(bytes);
            Refuse.If(
                !ModelId.IsName(manifest.Name) || manifest.Name != name, $"{ManifestName} is of '{FaultException.Excerpt(manifest.Name)}'.");
            return Load(manifest, ReadFiles(folder, manifest));
        }
        catch (FaultException refused)
        {
            throw new FaultException(refused.Fault, $"Plug-in '{FaultException.Excerpt(name)}': {refused.Message}", refused);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.ModelFailed, $"Plug-in '{FaultException.Excerpt(name)}': a file of it cannot be read.", error);
        }
    }

    /// <inheritdoc/>
    public IModel Load(ModelPackage package) =>
        (_plugin ?? throw new ObjectDisposedException(Manifest.Name)).Load(package);

    /// <inheritdoc/>
    public void Dispose()
    {
        _plugin = null;
        Interlocked.Exchange(ref _context, null)?.Unload();
    }

    private static FrozenDictionary<string, byte[]> ReadFiles(string folder, PluginManifest manifest)
    {
        Refuse.If(manifest.Files.Count is 0 or > MaxFiles, $"{ManifestName} lists {manifest.Files.Count} files: 1 to {MaxFiles} are allowed.");
        var assemblies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (file, expected) in manifest.Files)
        {
            var plain = file == Path.GetFileName(file) && file.EndsWith(".dll", StringComparison.Ordinal);
            Refuse.If(!plain, $"'{FaultException.Excerpt(file)}' is not the name of an assembly.");
            var simple = file[..^".dll".Length];
            Refuse.If(PluginContext.Shared.Contains(simple), $"{file} is the host's: a plug-in brings none of its own.");
            var content = Read(folder, file);
            Refuse.If(Digest.Of(content).ToString() != expected, $"{file} does not have the SHA-256 in {ManifestName}.");
            assemblies.Add(simple, content);
        }

        return assemblies.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static PluginAssembly Load(PluginManifest manifest, FrozenDictionary<string, byte[]> assemblies)
    {
        var context = new PluginContext(manifest.Name, assemblies);
        try
        {
            var type = context.LoadOwn(manifest.Assembly[..^".dll".Length]).GetType(manifest.Type);
            var made = type is { IsClass: true, IsAbstract: false, IsPublic: true } && typeof(IModelPlugin).IsAssignableFrom(type)
                ? (IModelPlugin)Activator.CreateInstance(type)!
                : throw Refuse.Because(
                    $"'{FaultException.Excerpt(manifest.Type)}' is not a public class of {manifest.Assembly} that implements {nameof(IModelPlugin)}.");
            Refuse.If(
                !ModelId.IsName(made.Kind) || made.Kind == ModelKinds.Bundle, $"Its kind '{FaultException.Excerpt(made.Kind)}' is not the name of one.");
            return new PluginAssembly(manifest, context, made);
        }
        catch (Exception error)
        {
            context.Unload();
            throw error as FaultException ?? Refused(error);
        }
    }

    private static FaultException Refused(Exception error) => new(
        Fault.ModelFailed,
        error switch
        {
            BadImageFormatException => "Its assembly is not one of .NET.",
            MissingMethodException => "Its class has no public constructor without parameters.",
            _ => $"It cannot be loaded: {(error as TargetInvocationException)?.InnerException?.GetType().Name ?? error.GetType().Name}.",
        },
        error);

    private static byte[] Read(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        Refuse.If(!file.Exists, $"{name} is missing.");
        Refuse.If(file.LinkTarget is not null, $"{name} is not a plain file.");
        Refuse.If(file.Length > MaxFileBytes, $"{name} has {file.Length} bytes: at most {MaxFileBytes} are allowed.");
        return File.ReadAllBytes(file.FullName);
    }
}
