using Spectre.Console;

namespace Bqx.Trainer.Hosting;

/// <summary>The consoles of the process. Only a terminal has a width: what goes into a file or a pipe is never wrapped.</summary>
internal static class Consoles
{
    private const int Unwrapped = 10_000;

    public static IAnsiConsole Create(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unwrapped;
            console.Profile.Capabilities.Ansi = false;
        }

        return console;
    }
}
