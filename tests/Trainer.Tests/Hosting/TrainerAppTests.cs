using System.CommandLine;
using Bqx.Trainer.Commands;
using Bqx.Trainer.Commands.Packages;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Tests.Hosting;

public sealed class TrainerAppTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("train --model forest")]
    [InlineData("train --stride many")]
    [InlineData("promote")]
    public async Task Run_WrongUsage_Returns2(string line)
    {
        (await RunAsync(line)).ShouldBe(2);
        _errors.ToString().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("promote bqx")]
    [InlineData("promote bqx@0")]
    [InlineData("promote bqx@1 --timeout 0")]
    [InlineData("package show ../../secret@1")]
    [InlineData("train --from yesterday")]
    public async Task Run_ValueThatCannotBe_Returns2AndOneLine(string line)
    {
        (await RunAsync(line)).ShouldBe(2);
        _errors.ToString().ShouldStartWith("InvalidInput: ");
        _errors.ToString().Count(c => c == '\n').ShouldBe(1);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("models list --help")]
    public async Task Run_Help_Returns0(string line)
    {
        (await RunAsync(line)).ShouldBe(0);
        _output.ToString().ShouldContain("Usage:");
    }

    private Task<int> RunAsync(string line)
    {
        var root = new RootCommand { TrainCommand.Create(), PackageCommand.Create(), PromoteCommand.Create() };
        return TrainerApp.RunAsync(root, line.Split(' '), _output, _errors);
    }
}
