namespace Bqx.DevServices.Tests;

public sealed class RunFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var run = new RunFile(new ProcessIdentity(12, 3_456_789_012), 5_432);

        run.Write(_path);

        RunFile.Read(_path).ShouldBe(run);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 2")]
    [InlineData("1 2 3 4")]
    [InlineData("one 2 3")]
    [InlineData("1 2 65536")]
    [InlineData("1 2 -1")]
    public void Read_Damaged_IsNull(string text)
    {
        File.WriteAllText(_path, text);

        RunFile.Read(_path).ShouldBeNull();
    }

    [Fact]
    public void Read_Absent_IsNull() => RunFile.Read("/nowhere/x.run").ShouldBeNull();

    [Fact]
    public void Identity_OfThisProcess_IsAlive() => ProcessIdentity.Read(Environment.ProcessId)!.Value.IsAlive.ShouldBeTrue();

    [Fact]
    public void Identity_SameIdOtherStart_IsNotAlive() =>
        (ProcessIdentity.Read(Environment.ProcessId)!.Value with { StartTime = 1 }).IsAlive.ShouldBeFalse();

    [Fact]
    public void Identity_NoSuchProcess_IsNull() => ProcessIdentity.Read(int.MaxValue).ShouldBeNull();
}
