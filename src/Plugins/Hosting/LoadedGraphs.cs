using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// Everything that can be run, by package name: what serves under <c>production</c> first, then what serves under other labels, then what
/// waits, the highest version first. Immutable: replaced whole.
/// </summary>
public sealed class LoadedGraphs
{
    private const string FirstLabel = "production";

    private readonly Dictionary<string, List<ServedGraph>> _byName = new(StringComparer.Ordinal);
    private readonly ModelSet _serving;

    internal LoadedGraphs(ModelSet serving, IEnumerable<LoadedModel> waiting)
    {
        _serving = serving;
        var models = serving.ByLabel
            .OrderBy(entry => entry.Key != FirstLabel).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Value)
            .Concat(waiting.OrderByDescending(model => model.Id.Version))
            .Distinct();
        foreach (var graph in models.SelectMany(model => model.Graphs))
        {
            Add(graph);
        }
    }

    /// <summary>Nothing.</summary>
    public static LoadedGraphs Empty { get; } = new(ModelSet.Empty, []);

    /// <summary>All, ordered by id. A package that belongs to several models is there once.</summary>
    public IEnumerable<ServedGraph> All => _byName
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .SelectMany(entry => entry.Value.OrderBy(graph => graph.Id.Version));

    /// <summary>Finds a graph; null where there is none.</summary>
    /// <param name="name">Name of a package, of a bundle's member, or a label.</param>
    /// <param name="version">Its version; null: the first.</param>
    public ServedGraph? Find(string name, int? version)
    {
        if (!_byName.TryGetValue(name, out var graphs))
        {
            return _serving.ByLabel.TryGetValue(name, out var labelled) && (version is null || labelled.Id.Version == version)
                ? labelled.Graphs[0]
                : null;
        }

        foreach (var graph in graphs)
        {
            if (version is null || graph.Id.Version == version)
            {
                return graph;
            }
        }

        return null;
    }

    private void Add(ServedGraph graph)
    {
        if (!_byName.TryGetValue(graph.Id.Name, out var graphs))
        {
            _byName.Add(graph.Id.Name, graphs = []);
        }

        if (!graphs.Exists(known => known.Id == graph.Id))
        {
            graphs.Add(graph);
        }
    }
}
