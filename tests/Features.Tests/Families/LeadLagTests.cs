using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests.Families;

public sealed class LeadLagTests
{
    private static readonly Pair One = Pair.Parse("GBPCHF");

    [Fact]
    public void TryRead_AnotherGraph_ShiftsItsEdgesOnly()
    {
        // Slot 3 four minutes later and slot 12 one minute later than by default.
        var lags = LeadLagGraph.Default.Lags.ToArray();
        lags[(One.Index * Sisters.Count) + 2] = 9;
        lags[(One.Index * Sisters.Count) + 11] = 6;
        var graph = new LeadLagGraph(lags);
        var past = new List<float[]>();
        foreach (var now in Read(graph, past))
        {
            for (var i = 0; i < FeatureCatalogue.Schema.Count; i++)
            {
                var before = FeatureCatalogue.Schema.Names[i] switch
                {
                    "x_lead_s03_z_w60" or "x_lead_s03_quad_w60" => past[^5],
                    "x_lead_s12_z_w60" or "x_lead_s12_quad_w60" => past[^2],
                    _ => past[^1],
                };
                now[i].ShouldBe(before[i], FeatureCatalogue.Schema.Names[i]);
            }
        }

        past.Count.ShouldBe(60);
    }

    [Fact]
    public void TryRead_HistoryLacking_WritesNothing()
    {
        var values = new float[FeatureCatalogue.Schema.Count];
        new FeatureEngine().TryRead(One, values, LeadLagGraph.Default).ShouldBeFalse();
        values.ShouldAllBe(value => value == 0);
    }

    // Vectors by the graph; those by the default graph go into the list.
    private static IEnumerable<float[]> Read(LeadLagGraph graph, List<float[]> past)
    {
        var engine = new FeatureEngine();
        var from = MarketCalendar.WeekOpen(899);
        foreach (var minute in new SyntheticMarket(6, SyntheticOptions.Default).Generate(from, from + 1500))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            var (plain, shifted) = (new float[FeatureCatalogue.Schema.Count], new float[FeatureCatalogue.Schema.Count]);
            if (engine.TryRead(One, plain))
            {
                past.Add(plain);
                engine.TryRead(One, shifted, graph).ShouldBeTrue();
                var later = (float[])plain.Clone();
                engine.ReadLeadLag().Write(One, later, graph);
                later.ShouldBe(shifted);
                if (past.Count >= 5)
                {
                    yield return shifted;
                }
            }
        }
    }
}
