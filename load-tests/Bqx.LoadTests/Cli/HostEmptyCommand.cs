using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Peers;

namespace Bqx.LoadTests.Cli;

/// <summary>The server half of the rpc bench; started by it, and by hand to look at it with other tools.</summary>
internal static class HostEmptyCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "0 lets the system choose." };
        port.WithinBounds(0, 65_535);
        var attached = new Option<bool>("--attached") { Description = "End when standard input does." };
        var command = new Command("host-empty", "An empty unary call on our transport: bqx.loadtests.EmptyPeer/Call.") { port, attached };
        command.SetAction((parsed, cancellationToken) =>
            EmptyHost.ServeAsync(parsed.GetValue(port), parsed.GetValue(attached), cancellationToken));
        return command;
    }
}
