namespace Bqx.Features.Tests.Oracle;

/// <summary>The fits that several families read.</summary>
internal static class NaiveFits
{
    public static readonly int[] Windows = [60, 90, 150, 240, 390, 630];

    /// <summary>Fit of the closes up to some minutes ago.</summary>
    public static NaiveFit OfPrice(NaiveView view, int window, int lag = 0) =>
        new([.. Enumerable.Range(0, window).Reverse().Select(i => (decimal)view.P(lag + i))]);

    /// <summary>Fit of BQX over 60 minutes up to some minutes ago.</summary>
    public static NaiveFit OfBqx(NaiveView view, int window, int lag = 0) => new(BqxOf(view, window, lag));

    /// <summary>BQX over 60 minutes in the minutes up to some minutes ago, oldest first.</summary>
    public static decimal[] BqxOf(NaiveView view, int window, int lag = 0)
    {
        // A sliding sum of whole ticks is exact.
        var values = new decimal[window];
        decimal sum = Enumerable.Range(lag + 1, 60).Sum(view.P);
        for (var i = 0; i < window; i++)
        {
            decimal now = view.P(lag + i);
            values[window - 1 - i] = (sum - (60 * now)) / now;
            sum += view.P(lag + i + 61) - view.P(lag + i + 1);
        }

        return values;
    }

    /// <summary>Standard deviation of a term of the closes' fit where prices are a walk of unit steps.</summary>
    public static double PriceDeviation(int window, Func<NaiveFit, decimal> term) => Deviation(window, 0, (_, _) => 1, term);

    /// <summary>Standard deviation of a term of BQX's fit where prices are a walk of unit steps.</summary>
    public static double BqxDeviation(int window, Func<NaiveFit, decimal> term) =>
        Deviation(window, 59, (step, now) => now - step < 60 ? -(60 - (now - step)) : 0, term);

    // The term is linear in the series: one step at a time, and the squares of what each adds.
    private static double Deviation(int window, int before, Func<int, int, int> response, Func<NaiveFit, decimal> term) =>
        Known.GetOrAdd((window, before, term.Method), _ => Math.Sqrt(Enumerable.Range(-before, window + before).Sum(step =>
        {
            var series = Enumerable.Range(0, window).Select(now => now >= step ? (decimal)response(step, now) : 0);
            return Math.Pow((double)term(new NaiveFit([.. series])), 2);
        })));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(int, int, System.Reflection.MethodInfo), double> Known = [];
}
