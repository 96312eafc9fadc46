using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Names of the formats.</summary>
public static class BarFormats
{
    /// <summary>All of them, as <c>--format</c> takes them.</summary>
    public static readonly ImmutableArray<string> Names = [.. Enum.GetNames<BarFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>Name of a format.</summary>
    public static string NameOf(BarFormat format) => Names[(int)format];

    /// <summary>Finds a format by name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static BarFormat Parse(string name) => Names.IndexOf(name) is >= 0 and var index
        ? (BarFormat)index
        : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a format: use {string.Join(", ", Names)}.");
}
