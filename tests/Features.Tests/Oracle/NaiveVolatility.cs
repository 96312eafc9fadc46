namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 10.</summary>
internal static class NaiveVolatility
{
    public static void Add(NaiveView view, IDictionary<string, double> values) => values["vol_ewma_h240"] = view.Sigma;
}
