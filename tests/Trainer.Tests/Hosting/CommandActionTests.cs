using Bqx.Core;
using Bqx.DevServices;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Tests.Hosting;

public sealed class CommandActionTests
{
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task Run_Body_ReturnsItsCode()
    {
        (await RunAsync((_, _) => Task.FromResult(7))).ShouldBe(7);
        _errors.ToString().ShouldBe("");
    }

    [Theory]
    [InlineData(Fault.InvalidInput, 2)]
    [InlineData(Fault.UnknownPair, 2)]
    [InlineData(Fault.StorageUnavailable, 1)]
    [InlineData(Fault.ModelFailed, 1)]
    public async Task Run_Fault_IsOneLineAndACode(Fault fault, int code)
    {
        (await RunAsync((_, _) => throw new FaultException(fault, "What was wrong."))).ShouldBe(code);
        _errors.ToString().ShouldBe($"{fault}: What was wrong.{Environment.NewLine}");
    }

    [Fact]
    public async Task Run_ServiceMissing_IsOneLine()
    {
        (await RunAsync((_, _) => throw new DevServicesException("PostgreSQL is missing: npm ci"))).ShouldBe(1);
        _errors.ToString().ShouldBe($"PostgreSQL is missing: npm ci{Environment.NewLine}");
    }

    [Fact]
    public async Task Run_Interrupted_Returns130()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        (await RunAsync((_, token) => Task.FromCanceled<int>(token), source.Token)).ShouldBe(130);
    }

    [Fact]
    public async Task Run_Bug_IsNotHidden() =>
        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync((_, _) => throw new InvalidOperationException("bug")));

    private Task<int> RunAsync(Func<TrainerHost, CancellationToken, Task<int>> body, CancellationToken cancellationToken = default) =>
        CommandAction.RunAsync(
            () => new TrainerHost(new LocalPaths { Root = "/", Home = "/", Models = "/" }, TimeProvider.System), body, _errors, cancellationToken);
}
