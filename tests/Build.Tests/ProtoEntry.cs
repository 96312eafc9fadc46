namespace Bqx.Build.Tests;

/// <summary>A declaration of a .proto file.</summary>
/// <param name="Kind">service, rpc, message, field, oneof, enum or value.</param>
/// <param name="Scope">Full name of what it belongs to.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Type">Type of a field with its label, messages of a call; empty for others.</param>
/// <param name="Number">Tag of a field, number of a value; 0 for others.</param>
/// <param name="Comment">The last line of the comment above it; empty where there is none.</param>
internal sealed record ProtoEntry(string Kind, string Scope, string Name, string Type, int Number, string Comment)
{
    /// <summary>What other programs rely on, in one line.</summary>
    public string Line => Kind switch
    {
        "field" or "value" => $"{Kind} {Scope}.{Name} {Number} {Type}".TrimEnd(),
        "rpc" => $"rpc {Scope}.{Name} {Type}",
        _ => $"{Kind} {Scope}.{Name}",
    };
}
