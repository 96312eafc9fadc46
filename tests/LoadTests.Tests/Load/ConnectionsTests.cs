using Bqx.LoadTests.Load;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Load;

public sealed class ConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1:5080")]
    [InlineData("ftp://127.0.0.1:5080")]
    [InlineData("")]
    public void Constructor_NoAddress_SaysWhatOneLooksLike(string address) =>
        Should.Throw<BenchException>(() => new Connections(address, 1)).Message.ShouldContain("unix:/PATH");

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Constructor_CountOutOfBounds_NamesTheBounds(int count) =>
        Should.Throw<BenchException>(() => new Connections("http://127.0.0.1:1", count)).Message.ShouldContain("between 1 and 256");

    [Fact]
    public void Indexer_Calls_TakeTheConnectionsInTurn()
    {
        using var connections = new Connections("http://127.0.0.1:1", 3);
        connections[0].ShouldBeSameAs(connections[3]);
        connections[1].ShouldBeSameAs(connections[7]);
        connections[0].ShouldNotBeSameAs(connections[1]);
    }
}
