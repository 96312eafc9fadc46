using System.Security.Cryptography;

namespace Bqx.Core.Tests;

public sealed class LeadLagGraphTests
{
    private static readonly FeatureSchema Schema = new([("one", 1), ("two", 1)]);

    [Fact]
    public void Default_EveryLag_IsFive()
    {
        LeadLagGraph.Default.Lags.ToArray().ShouldBe(Enumerable.Repeat((byte)5, 336));
        LeadLagGraph.Default.FingerprintOf(Schema).ShouldBe(Schema.Fingerprint);
    }

    [Fact]
    public void Of_APair_IsItsTwelve()
    {
        var lags = Enumerable.Range(0, 336).Select(i => (byte)(1 + (i % 15))).ToArray();
        var graph = new LeadLagGraph(lags);
        lags.AsSpan().Clear();
        graph.Of(Pair.FromIndex(2)).ToArray().ShouldBe(Enumerable.Range(24, 12).Select(i => (byte)(1 + (i % 15))));
    }

    [Fact]
    public void FingerprintOf_AnotherGraph_IsTheHashOfBoth()
    {
        var lags = LeadLagGraph.Default.Lags.ToArray();
        lags[7] = 6;
        var graph = new LeadLagGraph(lags);
        graph.Digest.ShouldNotBe(LeadLagGraph.Default.Digest);
        graph.Digest.ShouldBe(new LeadLagGraph(lags).Digest);
        byte[] both = [.. Schema.Fingerprint.Bytes, .. SHA256.HashData(lags)];
        graph.FingerprintOf(Schema).ShouldBe(new Digest(SHA256.HashData(both)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void New_LagOutOfRange_IsRefused(int lag)
    {
        var lags = LeadLagGraph.Default.Lags.ToArray();
        lags[100] = (byte)lag;
        Should.Throw<FaultException>(() => new LeadLagGraph(lags)).Message.ShouldContain($"the lag {lag}");
    }

    [Fact]
    public void New_TooFewLags_IsRefused() =>
        Should.Throw<FaultException>(() => new LeadLagGraph(new byte[335])).Message.ShouldContain("not 335");
}
