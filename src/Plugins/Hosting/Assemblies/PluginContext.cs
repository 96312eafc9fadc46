using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// The assemblies of one plug-in, loaded from verified bytes, and collectible. It sees its own assemblies, the framework, and of the host
/// <see cref="Shared"/> only: its other libraries are its own, in its own versions. Native libraries of its own are refused.
/// </summary>
internal sealed class PluginContext(string name, FrozenDictionary<string, byte[]> assemblies) : AssemblyLoadContext(name, isCollectible: true)
{
    /// <summary>Assemblies that plug-in and host have in common.</summary>
    public static readonly FrozenSet<string> Shared = FrozenSet.Create(StringComparer.Ordinal, "Bqx.Core", "Microsoft.ML.OnnxRuntime");

    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Loads one of the plug-in's own assemblies, once.</summary>
    public Assembly LoadOwn(string simpleName)
    {
        using var bytes = new MemoryStream(assemblies[simpleName], writable: false);
        return LoadFromStream(bytes);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var simple = assemblyName.Name ?? "";
        if (Shared.Contains(simple) || File.Exists(Path.Combine(Framework, simple + ".dll")))
        {
            return null;
        }

        return assemblies.ContainsKey(simple)
            ? LoadOwn(simple)
            : throw new FileNotFoundException($"The plug-in asks for {simple}, which is neither its own nor shared with it.");
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        throw new DllNotFoundException("A plug-in has no native libraries of its own.");
}
