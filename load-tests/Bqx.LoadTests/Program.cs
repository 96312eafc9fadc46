using System.CommandLine;
using Bqx.LoadTests.Cli;

// "bench" may be left in front of the name of a bench: they are told apart from load and chaos by name alone.
var command = new RootCommand("Load tests and benches of Bqx.")
{
    RpcCommand.Create(),
    ServeCommand.Create(),
    SwapCommand.Create(),
    BarCommand.Create(),
    OverloadCommand.Create(),
    SoakCommand.Create(),
    ChaosCommand.Create(),
    PublishCommand.Create(),
    LoadCommand.Create(),
    HostEmptyCommand.Create(),
};
return await command.Parse(args is ["bench", .. var rest] ? rest : args).InvokeAsync();
