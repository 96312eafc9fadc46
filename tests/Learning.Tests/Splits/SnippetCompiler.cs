using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bqx.Learning.Tests.Splits;

/// <summary>Compiles expressions against the assemblies of this test with the compiler of the installed SDK, all in one call.</summary>
internal static class SnippetCompiler
{
    /// <summary>The first error of each expression, such as <c>CS7036</c>; empty where it compiles. Null: there is no SDK.</summary>
    /// <param name="usings">Namespaces in scope.</param>
    /// <param name="parameters">Variables in scope, as parameters of a method.</param>
    /// <param name="expressions">Expressions of any type.</param>
    public static IReadOnlyDictionary<string, string>? Compile(string[] usings, string parameters, string[] expressions)
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var sdks = Path.Combine(host, "sdk");
        var compiler = Directory.Exists(sdks)
            ? Directory.EnumerateFiles(sdks, "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (compiler is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("bqx-compile-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "snippet.cs"), Source(usings, parameters, expressions));
            File.WriteAllLines(Path.Combine(folder, "references.rsp"), References());
            return Errors(Run(Path.Combine(host, "dotnet"), compiler, folder), expressions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Line 1 opens the class; line n + 2 holds expression n.
    private static string Source(string[] usings, string parameters, string[] expressions)
    {
        var methods = expressions.Select((expression, i) => $"    static object M{i}({parameters}) => {expression};");
        return $"{string.Concat(usings.Select(name => $"using {name}; "))}class Snippet {{\n{string.Join('\n', methods)}\n}}\n";
    }

    private static string Run(string host, string compiler, string folder)
    {
        var start = new ProcessStartInfo(host) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { compiler, "-noconfig", "-nologo", "-t:library", "-out:snippet.dll", "@references.rsp", "snippet.cs" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static IEnumerable<string> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        .Select(path => $"-r:\"{path}\"");

    // A line such as "snippet.cs(3,12): error CS7036: There is no argument given that …".
    private static Dictionary<string, string> Errors(string output, string[] expressions)
    {
        var errors = expressions.ToDictionary(expression => expression, _ => "");
        foreach (var line in output.Split('\n').Where(line => line.Contains("error CS", StringComparison.Ordinal)))
        {
            var place = line.Split('(', ',');
            line.ShouldStartWith("snippet.cs(");
            var expression = expressions[int.Parse(place[1]) - 2];
            errors[expression] = errors[expression].Length > 0 ? errors[expression] : line.Split("error ")[1][..6];
        }

        return errors;
    }
}
