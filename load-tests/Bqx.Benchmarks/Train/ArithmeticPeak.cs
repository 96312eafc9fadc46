using System.Diagnostics;
using System.Numerics;

namespace Bqx.Benchmarks.Train;

/// <summary>What the cores can do at most: fused multiply-adds on registers, sixteen chains so that latency hides.</summary>
internal static class ArithmeticPeak
{
    private const int Chains = 16;
    private const int Repetitions = 10_000_000;

    /// <summary>Floating-point operations a second of so many threads together.</summary>
    public static double Measure(int threads)
    {
        using var barrier = new Barrier(threads);
        var rates = new double[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = MeasureOne(barrier)))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return rates.Sum();
    }

    private static double MeasureOne(Barrier barrier)
    {
        barrier.SignalAndWait();
        var started = Stopwatch.GetTimestamp();
        var sum = Run();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return float.IsFinite(sum) ? 2.0 * Chains * Vector<float>.Count * Repetitions / seconds : 0;
    }

    private static float Run()
    {
        var factor = new Vector<float>(0.999f);
        var offset = new Vector<float>(0.001f);
        Vector<float> a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor;
        Vector<float> i = offset, j = offset, k = offset, l = offset, m = offset, n = offset, o = offset, p = offset;
        for (var r = 0; r < Repetitions; r++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, offset);
            b = Vector.FusedMultiplyAdd(b, factor, offset);
            c = Vector.FusedMultiplyAdd(c, factor, offset);
            d = Vector.FusedMultiplyAdd(d, factor, offset);
            e = Vector.FusedMultiplyAdd(e, factor, offset);
            f = Vector.FusedMultiplyAdd(f, factor, offset);
            g = Vector.FusedMultiplyAdd(g, factor, offset);
            h = Vector.FusedMultiplyAdd(h, factor, offset);
            i = Vector.FusedMultiplyAdd(i, factor, offset);
            j = Vector.FusedMultiplyAdd(j, factor, offset);
            k = Vector.FusedMultiplyAdd(k, factor, offset);
            l = Vector.FusedMultiplyAdd(l, factor, offset);
            m = Vector.FusedMultiplyAdd(m, factor, offset);
            n = Vector.FusedMultiplyAdd(n, factor, offset);
            o = Vector.FusedMultiplyAdd(o, factor, offset);
            p = Vector.FusedMultiplyAdd(p, factor, offset);
        }

        return Vector.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
