namespace Bqx.Core;

/// <summary>What is imported: the same content read in the same way is the same import, whatever the file is called.</summary>
/// <param name="Name">File name, without its folder.</param>
/// <param name="Content">SHA-256 of the content.</param>
/// <param name="Pair">Pair of all bars.</param>
/// <param name="Options">How the content is read.</param>
public sealed record BarImportKey(string Name, Digest Content, Pair Pair, string Options);
