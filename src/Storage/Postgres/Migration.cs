using System.Text;

namespace Bqx.Storage;

/// <summary>One numbered step of the schema, from the embedded file <c>NNNN_name.sql</c>. A published one never changes.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql"))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    private static Migration Load(string resource)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new Migration(int.Parse(resource[..4]), resource[5..^4], reader.ReadToEnd());
    }
}
