using System.Text.RegularExpressions;

namespace Bqx.Build.Tests;

/// <summary>What one .proto file declares. It reads the style of this repository: one statement a line, comments on lines above.</summary>
internal sealed partial class ProtoFile
{
    private readonly Stack<(string Kind, string Name)> _scopes = new();
    private readonly List<ProtoEntry> _entries = [];

    private ProtoFile(string path) => Path = path;

    public string Path { get; }

    public string Package { get; private set; } = "";

    public IReadOnlyList<ProtoEntry> Entries => _entries;

    /// <summary>Lines that are none of the statements known here.</summary>
    public List<string> Unread { get; } = [];

    public static ProtoFile Read(string path)
    {
        var file = new ProtoFile(path);
        var comment = "";
        foreach (var line in Repository.Read(path).Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment = line;
                continue;
            }

            file.Take(line, comment);
            comment = "";
        }

        return file;
    }

    private void Take(string line, string comment)
    {
        if (Package_().Match(line) is { Success: true } package)
        {
            Package = package.Groups[1].Value;
        }
        else if (Block().Match(line) is { Success: true } block)
        {
            var (kind, name) = (block.Groups[1].Value, block.Groups[2].Value);
            Add(kind, name, "", 0, comment);
            if (block.Groups[3].Length == 0)
            {
                _scopes.Push((kind, name));
            }
        }
        else if (Rpc().Match(line) is { Success: true } rpc)
        {
            Add("rpc", rpc.Groups[1].Value, $"{rpc.Groups[2].Value} -> {rpc.Groups[3].Value}", 0, comment);
        }
        else if (Field().Match(line) is { Success: true } field)
        {
            Add("field", field.Groups[2].Value, field.Groups[1].Value, int.Parse(field.Groups[3].Value), comment);
        }
        else if (Value().Match(line) is { Success: true } value)
        {
            Add("value", value.Groups[1].Value, "", int.Parse(value.Groups[2].Value), comment);
        }
        else if (line == "}")
        {
            _scopes.Pop();
        }
        else if (!Other().IsMatch(line))
        {
            Unread.Add(line);
        }
    }

    // Fields of a oneof are fields of its message.
    private void Add(string kind, string name, string type, int number, string comment) => _entries.Add(new ProtoEntry(
        kind,
        string.Join('.', _scopes.Where(scope => scope.Kind != "oneof").Select(scope => scope.Name).Append(Package).Reverse()),
        name,
        type,
        number,
        comment));

    [GeneratedRegex(@"^package ([a-z0-9.]+);$")]
    private static partial Regex Package_();

    [GeneratedRegex(@"^(service|message|enum|oneof) (\w+) \{(\}?)$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^rpc (\w+)\(([\w. ]+)\) returns \(([\w. ]+)\);$")]
    private static partial Regex Rpc();

    [GeneratedRegex(@"^((?:repeated |optional )?(?:map<\w+, [\w.]+>|[\w.]+)) (\w+) = (\d+);$")]
    private static partial Regex Field();

    [GeneratedRegex(@"^(\w+) = (\d+);$")]
    private static partial Regex Value();

    [GeneratedRegex("^(|syntax = \"proto3\";|import \"[a-z0-9_/]+\\.proto\";|option csharp_namespace = \"[A-Za-z0-9.]+\";)$")]
    private static partial Regex Other();
}
