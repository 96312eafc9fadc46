using System.Reflection;

namespace Bqx.Trainer.Training;

/// <summary>The commit that this program was built from, as the SDK wrote it into the assembly.</summary>
internal static class CodeVersion
{
    public static string Current { get; } = Read();

    private static string Read()
    {
        var version = typeof(CodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus >= 0 ? version[(plus + 1)..] : "unknown";
    }
}
