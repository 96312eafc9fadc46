using System.CommandLine;
using Bqx.LoadTests.Cli;

namespace Bqx.LoadTests.Tests.Cli;

public sealed class CommandTests
{
    private static readonly RootCommand Root = new()
    {
        RpcCommand.Create(),
        ServeCommand.Create(),
        SwapCommand.Create(),
        LoadCommand.Create(),
        HostEmptyCommand.Create(),
    };

    [Theory]
    [InlineData("rpc")]
    [InlineData("rpc --rounds 7 --seconds 0.5 --concurrency 1 32 64 --json --save")]
    [InlineData("serve --address http://127.0.0.1:5080 --admin http://127.0.0.1:5081")]
    [InlineData("swap --swaps 1000 --rounds 10 --rate 500 --connections 4 --json")]
    [InlineData("load predict --address http://127.0.0.1:5080 --rate 1000 --seconds 5 --pairs EURUSD USDJPY")]
    [InlineData("load predict-batch --address unix:/run/bqx.sock --callers 4 --connections 2")]
    [InlineData("load subscribe --address http://127.0.0.1:5080 --model production")]
    [InlineData("host-empty --port 0 --attached")]
    public void Parse_ACorrectLine_HasNoErrors(string line) => Root.Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("rpc --rounds 0", "--rounds is 0; it lies between 1 and 1000.")]
    [InlineData("rpc --seconds 601", "--seconds is 601; it lies between 0.1 and 600.")]
    [InlineData("rpc --concurrency 0", "--concurrency takes numbers between 1 and 1000.")]
    [InlineData("swap --swaps 0", "--swaps is 0; it lies between 1 and 100000.")]
    [InlineData("load predict --address http://127.0.0.1:1 --rate 1000001", "--rate is 1000001; it lies between 0 and 1000000.")]
    [InlineData("load ingest --address http://127.0.0.1:1", "'ingest' is no method; there are: predict, predict-batch, empty, subscribe, model-infer.")]
    [InlineData("host-empty --port 65536", "--port is 65536; it lies between 0 and 65535.")]
    public void Parse_AValueOutOfBounds_SaysWhatWouldBeRight(string line, string message) =>
        Root.Parse(line).Errors.Select(error => error.Message).ShouldContain(message);

    [Fact]
    public void Parse_LoadWithoutAnAddress_IsAnError() => Root.Parse("load predict").Errors.ShouldNotBeEmpty();
}
