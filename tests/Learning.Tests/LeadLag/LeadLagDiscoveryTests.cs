using Bqx.Core;
using Bqx.Learning.LeadLag;

namespace Bqx.Learning.Tests.LeadLag;

public sealed class LeadLagDiscoveryTests
{
    private const int Minutes = 20_000;
    private static readonly Pair Leader = Pair.Parse("GBPUSD");
    private static readonly Pair Follower = Pair.Parse("EURUSD");

    private static readonly Lazy<LeadLagResult> Planted = new(() =>
    {
        var columns = IndependentReturns.Of(Pair.Count, Minutes, seed: 8);
        for (var t = 3; t < Minutes; t++)
        {
            columns[Follower.Index][t] += 0.15 * columns[Leader.Index][t - 3];
        }

        return LeadLagDiscovery.Run(Matrix(columns), progress: null, TestContext.Current.CancellationToken);
    });

    [Fact]
    public void Run_PlantedLead_IsFoundWithItsLag()
    {
        var edge = Planted.Value.Edges.Single(edge => edge.Leader == Leader && edge.Follower == Follower);
        edge.IsSignificant.ShouldBeTrue();
        edge.Lag.ShouldBe(3);
        edge.T.ShouldBeGreaterThan(10);
        Planted.Value.Graph.Of(Follower)[1].ShouldBe((byte)3); // GBPUSD is the second sister of EURUSD
    }

    [Fact]
    public void Run_EverythingElse_IsNotFound()
    {
        Planted.Value.Edges.Length.ShouldBe(756);
        Planted.Value.Edges.Count(edge => edge.IsSignificant).ShouldBe(1);
        Planted.Value.Graph.Lags.ToArray().Count(lag => lag != 5).ShouldBe(1);
        Planted.Value.Edges.Single(edge => edge.Leader == Follower && edge.Follower == Leader).IsSignificant.ShouldBeFalse();
    }

    [Fact]
    public void Run_TooShort_IsRefused()
    {
        var matrix = Matrix(IndependentReturns.Of(Pair.Count, 7000, seed: 2));
        var fault = Should.Throw<FaultException>(
            () => LeadLagDiscovery.Run(matrix, null, TestContext.Current.CancellationToken));
        fault.Message.ShouldContain("7000 market minutes");
    }

    [Fact]
    public void Run_EveryFollower_IsReported()
    {
        var followers = new List<Pair>();
        LeadLagDiscovery.Run(
            Matrix(IndependentReturns.Of(Pair.Count, 7200, seed: 5)), followers.Add, TestContext.Current.CancellationToken);
        followers.ShouldBe(Pair.All);
    }

    [Fact]
    public void File_WrittenAndRead_IsTheSameGraph()
    {
        var json = LeadLagFile.Write(Planted.Value);
        LeadLagFile.ReadGraph(json).Digest.ShouldBe(Planted.Value.Graph.Digest);
        json.ShouldContain("\"EURUSD\":[5,3,5,5,5,5,5,5,5,5,5,5]");
        Should.Throw<FaultException>(() => LeadLagFile.ReadGraph(json.Replace("[5,3,5", "[5,4,5", StringComparison.Ordinal)))
            .Message.ShouldContain("digest");
        Should.Throw<FaultException>(() => LeadLagFile.ReadGraph("{}")).Fault.ShouldBe(Fault.InvalidInput);
        Should.Throw<FaultException>(() => LeadLagFile.ReadGraph(json.Replace("[5,3,5", "[5,300,5", StringComparison.Ordinal)));
    }

    [Fact]
    public void Report_NamesWhatWasFound()
    {
        var lines = LeadLagReport.Write(Planted.Value).Split('\n');
        lines.ShouldContain(line => line.StartsWith("| GBPUSD | EURUSD |", StringComparison.Ordinal) && line.Contains("| 3 |"));
        lines.ShouldContain("| EURUSD | 5 | **3** | 5 | 5 | 5 | 5 | 5 | 5 | 5 | 5 | 5 | 5 |");
        lines.ShouldContain("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    // Prices with so many ticks that rounding does not link a series to its past.
    private static ReturnMatrix Matrix(double[][] columns)
    {
        var matrix = new ReturnMatrix();
        var logs = new double[Pair.Count];
        var first = 900 * MarketCalendar.MinutesPerWeek;
        for (var t = 0; t < columns[0].Length; t++)
        {
            var close = MarketCalendar.CloseOf(first + t);
            var bars = Pair.All.Select(pair => Bar.Fill(
                pair, close, (int)(1_000_000 * Math.Exp(logs[pair.Index] += 1e-3 * columns[pair.Index][t]))));
            matrix.Add(new MinuteBars(close, bars.ToArray()));
        }

        return matrix;
    }
}
