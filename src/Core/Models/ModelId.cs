using System.Text.RegularExpressions;

namespace Bqx.Core;

/// <summary>Name and version of a model package, written <c>name@version</c>.</summary>
public sealed partial record ModelId(string Name, int Version)
{
    /// <summary>Whether a text may name a model or a label: <c>^[a-z0-9][a-z0-9_-]{0,63}$</c>.</summary>
    public static bool IsName(string? name) => name is not null && NamePattern().IsMatch(name);

    /// <summary>Reads <c>name@version</c>.</summary>
    public static bool TryParse(string? text, out ModelId? id)
    {
        id = null;
        var parts = (text ?? "").Split('@');
        if (parts.Length != 2 || !IsName(parts[0])
            || !int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var version) || version < 1)
        {
            return false;
        }

        id = new ModelId(parts[0], version);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{Version}";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex NamePattern();
}
