using Bqx.Benching.Machine;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Tests.Tools;

public sealed class H2LoadOutputTests
{
    private const string Summary = """
        starting benchmark...
        Main benchmark duration is over for thread #0. Stopping all clients.

        finished in 3.00s, 73795.50 req/s, 2.56MB/s
        requests: 147590 total, 147590 started, 147590 done, 147586 succeeded, 1 failed, 2 errored, 1 timeout
        status codes: 147590 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 5.12MB (5373741) total, 638.73KB (654060) headers (space savings 96.30%), 1.04MB (1089975) data
                             min         max         mean         sd        +/- sd
        time for request:      172us      2.11ms       427us        83us    73.71%
        """;

    [Fact]
    public void Parse_ASummary_ReadsRateCountsAndBytes() =>
        H2LoadOutput.Parse(Summary).ShouldBe(new H2LoadRun(73_795.5, 147_590, 147_586, 4, 5_373_741));

    [Theory]
    [InlineData("finished in")]
    [InlineData("requests: ")]
    [InlineData("traffic: ")]
    public void Parse_ALineMissing_ShowsWhatWasPrinted(string line)
    {
        var broken = string.Join('\n', Summary.Split('\n').Where(text => !text.StartsWith(line, StringComparison.Ordinal)));
        Should.Throw<BenchException>(() => H2LoadOutput.Parse(broken)).Message.ShouldContain("starting benchmark");
    }
}
