using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Cli;

/// <summary>--address and --admin of the benches that need a Bqx server; without them the bench starts its own.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _address = new("--address") { Description = "A running server with diagnostics on: http://HOST:PORT." };
    private readonly Option<string?> _admin = new("--admin") { Description = "Its admin port: http://HOST:PORT." };

    public ServerOptions(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_admin);
    }

    /// <summary>Whether a running server is to be measured.</summary>
    public bool IsGiven(BenchContext context) => context.Parsed.GetValue(_address) is not null || context.Parsed.GetValue(_admin) is not null;

    public async Task<IServerUnderTest> OpenAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var (address, admin) = (context.Parsed.GetValue(_address), context.Parsed.GetValue(_admin));
        return (address, admin) switch
        {
            (null, null) => await StartedServer.StartAsync(new ServerStart(context.Root), cancellationToken),
            ({ } serving, _) => new RunningServer(Parse(_address, serving), Parse(_admin, admin ?? serving)),
            _ => throw new BenchException("--admin needs --address."),
        };
    }

    private static Uri Parse(Option<string?> option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new BenchException($"{option.Name} is '{text}'; http://HOST:PORT is expected.");
}
