namespace Bqx.Benching.Machine;

/// <summary>A program that a bench needs is not installed; exit code 2.</summary>
internal sealed class ToolMissingException(string tool, string packages)
    : BenchException($"{tool} is not installed. Install it with: apt-get install -y {packages}");
