namespace Bqx.Core;

/// <summary>Where a model comes from, enough to make it again.</summary>
/// <param name="DataHash">SHA-256 over the bars it was trained on.</param>
/// <param name="CodeVersion">Commit of the trainer.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="Parent">The version it was continued from, or null.</param>
/// <param name="Command">The trainer's command line.</param>
public sealed record ModelLineage(string DataHash, string CodeVersion, int Seed, string? Parent, string Command);
