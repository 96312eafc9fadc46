using System.Diagnostics;
using System.Numerics.Tensors;

namespace Bqx.Trainer.Studies;

/// <summary>How fast this machine is, relative to the one whose rates <see cref="StudyCosts"/> knows.</summary>
internal static class MachineSpeed
{
    // Sums of products a second, in the first-level cache, on that machine.
    private const double Reference = 11e9;
    private const int Length = 2048;
    private const int Passes = 1000;

    // Long enough for the code to be compiled at its best.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.6);

    /// <summary>Measures for some tenths of a second; the best round counts, as others may be using the machine.</summary>
    public static double Measure()
    {
        var (a, b) = (new float[Length], new float[Length]);
        Array.Fill(a, 0.5f);
        Array.Fill(b, 2f);
        var best = 0.0;
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Duration)
        {
            var (started, sum) = (Stopwatch.GetTimestamp(), 0f);
            for (var pass = 0; pass < Passes; pass++)
            {
                sum += TensorPrimitives.Dot<float>(a, b);
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            best = Math.Max(best, sum > 0 ? (double)Length * Passes / seconds : 0);
        }

        return best / Reference;
    }
}
