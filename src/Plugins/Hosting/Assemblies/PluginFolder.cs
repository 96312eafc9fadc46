using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>All plug-ins of third parties: one in each folder of a folder.</summary>
public sealed class PluginFolder : IDisposable
{
    private PluginFolder(ImmutableArray<PluginAssembly> plugins) => Plugins = plugins;

    /// <summary>The plug-ins, by name.</summary>
    public ImmutableArray<PluginAssembly> Plugins { get; private set; }

    /// <summary>Loads all plug-ins. One that is refused fails them all: a server that lacks a kind must not start unnoticed.</summary>
    /// <param name="root">The folder; null for none.</param>
    /// <param name="known">Kinds that the host has already.</param>
    /// <param name="keys">Whose plug-ins are loaded; none: signatures are not asked for.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>, with the reason.</exception>
    public static PluginFolder Load(string? root, IEnumerable<string> known, TrustedKeys keys)
    {
        var kinds = known.Append(ModelKinds.Bundle).ToHashSet(StringComparer.Ordinal);
        var loaded = ImmutableArray.CreateBuilder<PluginAssembly>();
        try
        {
            foreach (var folder in Folders(root))
            {
                loaded.Add(PluginAssembly.Load(folder, keys));
                Refuse.If(!kinds.Add(loaded[^1].Kind), $"Plug-in '{loaded[^1].Manifest.Name}' runs kind '{loaded[^1].Kind}', which another one runs.");
            }

            return new PluginFolder(loaded.ToImmutable());
        }
        catch
        {
            foreach (var plugin in loaded)
            {
                plugin.Dispose();
            }

            throw;
        }
    }

    /// <summary>Unloads all plug-ins, each once no model of it is in use.</summary>
    public void Dispose()
    {
        foreach (var plugin in Plugins)
        {
            plugin.Dispose();
        }

        Plugins = [];
    }

    private static IEnumerable<string> Folders(string? root)
    {
        if (string.IsNullOrEmpty(root))
        {
            return [];
        }

        return Directory.Exists(root)
            ? Directory.EnumerateDirectories(root).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal)
            : throw Refuse.Because("The folder of plug-ins does not exist.");
    }
}
