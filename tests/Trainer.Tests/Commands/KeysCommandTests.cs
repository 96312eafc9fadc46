using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Commands.Keys;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Keys;
using Bqx.Trainer.Tests.Runs;

namespace Bqx.Trainer.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly RootCommand _root = new("test") { KeysCommand.Create() };
    private readonly TempHome _home = new();

    private string File => Path.Combine(_home.Path, "deep", "keys.json");

    private KeyStore Store => new(File, TimeProvider.System);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Create_ThenRevoke_IsInTheFileAndThenNot()
    {
        (await RunAsync("keys", "create", "desk", "--role", "predict", "--role", "ingest", "--per-second", "2.5", "--file", File)).ShouldBe(0);

        var key = Store.Read().ShouldHaveSingleItem();
        (key.Name, key.Roles, key.Rate).ShouldBe(("desk", ApiRoles.Predict | ApiRoles.Ingest, new ApiRate(2.5, 3)));
        (await RunAsync("keys", "list", "--file", File, "--json")).ShouldBe(0);
        (await RunAsync("keys", "revoke", "desk", "--file", File)).ShouldBe(0);
        Store.Read().ShouldBeEmpty();
    }

    [Fact]
    public void Create_Key_IsReadableByItsOwnerOnlyAndItsTextOpensIt()
    {
        var text = Store.Create("desk", ApiRoles.Predict, null);

        ApiKey.TrySplit(text, out _, out var secret).ShouldBeTrue();
        Store.Read()[0].Matches(secret).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Create_NameThatIsTakenOrWrong_IsRefused()
    {
        Store.Create("desk", ApiRoles.Predict, null);

        Should.Throw<FaultException>(() => Store.Create("desk", ApiRoles.Admin, null)).Message.ShouldStartWith("There is a key 'desk' already");
        Should.Throw<FaultException>(() => Store.Create("../desk", ApiRoles.Admin, null)).Message.ShouldStartWith("'../desk' is not a name");
    }

    [Theory]
    [InlineData("keys create desk --role root")]
    [InlineData("keys create desk")]
    [InlineData("keys revoke")]
    public void Parse_WrongUsage_HasErrors(string line) => _root.Parse(line).Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("keys", "revoke", "nobody")]
    [InlineData("keys", "create", "desk", "--role", "predict", "--burst", "5")]
    public async Task Run_WhatCannotBe_IsWrongUsage(params string[] line) => (await RunAsync([.. line, "--file", File])).ShouldBe(ExitCode.Usage);

    private Task<int> RunAsync(params string[] line) => TrainerApp.RunAsync(_root, line, TextWriter.Null, TextWriter.Null);
}
