using Bqx.Benching.Machine;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Tests.Tools;

public sealed class H2LoadLogTests
{
    [Fact]
    public void Read_HundredLines_TakesPercentilesOfTheThirdColumn()
    {
        var lines = Enumerable.Range(1, 100).Reverse().Select(value => $"{1_795_223_028_883_196 + value}\t200\t{value}\n");
        H2LoadLog.Read(new StringReader(string.Concat(lines))).ShouldBe(new LatencySummary(50, 95, 99, 100, 100));
    }

    [Theory]
    [InlineData("1795223028883196 200 35")]
    [InlineData("1795223028883196\t200")]
    [InlineData("1795223028883196\t200\tfast")]
    [InlineData("1795223028883196\t200\t-1")]
    public void Read_AnotherFormat_NamesTheLine(string line) =>
        Should.Throw<BenchException>(() => H2LoadLog.Read(new StringReader("1\t200\t3\n" + line)))
            .Message.ShouldStartWith("Line 2 of h2load's log");

    [Theory]
    [InlineData("-1")]
    [InlineData("503")]
    public void Read_AFailedRequest_NamesItsStatus(string status) =>
        Should.Throw<BenchException>(() => H2LoadLog.Read(new StringReader($"1\t{status}\t3")))
            .Message.ShouldContain($"HTTP status {status}");

    [Fact]
    public void Read_NoLines_IsRefused() =>
        Should.Throw<BenchException>(() => H2LoadLog.Read(new StringReader(""))).Message.ShouldContain("empty");
}
