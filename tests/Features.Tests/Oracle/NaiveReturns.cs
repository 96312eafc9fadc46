namespace Bqx.Features.Tests.Oracle;

/// <summary>Families 7 and 8.</summary>
internal static class NaiveReturns
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        for (var lag = 0; lag < 60; lag++)
        {
            values[$"ret_lag{lag:00}_z"] = view.Return(lag) / view.Sigma;
        }

        foreach (var horizon in new[] { 2, 3, 5, 10, 90, 120, 150, 180, 240, 390, 630, 1440 })
        {
            values[$"ret_h{horizon}_z"] = Math.Log((double)view.P(0) / view.P(horizon)) / (view.Sigma * Math.Sqrt(horizon));
        }
    }
}
