using Spectre.Console;

namespace Bqx.Trainer.Hosting;

/// <summary>
/// What commands share. Connections are opened when first asked for and closed with the host. Results go to
/// <see cref="Output"/>, progress and remarks to <see cref="Progress"/>, so that <c>--json</c> can be piped.
/// </summary>
internal sealed class TrainerHost(TrainerPaths paths, TimeProvider clock) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = new();

    public TrainerPaths Paths => paths;

    public TimeProvider Clock => clock;

    /// <summary>Standard output.</summary>
    public IAnsiConsole Output { get; init; } = AnsiConsole.Console;

    /// <summary>Standard error.</summary>
    public IAnsiConsole Progress { get; init; } =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }
}
