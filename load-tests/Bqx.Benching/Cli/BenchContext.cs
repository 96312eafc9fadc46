using System.CommandLine;

namespace Bqx.Benching.Cli;

/// <summary>What a bench gets from the command that runs it.</summary>
internal sealed record BenchContext(string Root, ParseResult Parsed, Action<string> Progress);
