using System.Diagnostics;
using System.Text.RegularExpressions;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Client;

/// <summary>The programs of a document under <c>docs/clients</c>, as somebody who copies them has them.</summary>
internal sealed partial class ExampleFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public ExampleFolder(string document)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(TestRepository.Root, "docs", "clients", document));
        foreach (Match program in Program().Matches(text))
        {
            File.WriteAllText(In(program.Groups["name"].Value), program.Groups["code"].Value);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("bqx-example-").FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether a program is there and starts.</summary>
    public static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(Info(program, arguments))!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Starts a program in this folder.</summary>
    public Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var info = Info(program, arguments);
        info.WorkingDirectory = Path;
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>Runs a program to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(program, environment, arguments);
        using var limit = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await errors);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static ProcessStartInfo Info(string program, string[] arguments) => new(program, arguments)
    {
        UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
    };

    [GeneratedRegex(@"^## (?<name>\w+\.(js|py))\n.*?^```(js|python)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Program();
}
