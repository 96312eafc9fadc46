using System.ComponentModel;

namespace Bqx.Benching.Machine;

internal static class GitCommit
{
    public const string Unknown = "unknown";

    /// <summary>The short hash of HEAD, with <c>-dirty</c> where tracked files differ from it.</summary>
    public static async Task<string> DescribeAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            var head = await CommandLine.RunAsync("git", ["rev-parse", "--short=12", "HEAD"], root, cancellationToken);
            var changes = await CommandLine.RunAsync(
                "git", ["status", "--porcelain", "--untracked-files=no"], root, cancellationToken);
            return head.ExitCode != 0 ? Unknown : head.Output.Trim() + (changes.Output.Length > 0 ? "-dirty" : "");
        }
        catch (Win32Exception)
        {
            return Unknown;
        }
    }
}
