using System.Diagnostics;
using System.Numerics.Tensors;

namespace Bqx.Trainer.Studies;

/// <summary>How fast this machine is, relative to the one whose rates <see cref="StudyCosts"/> knows.</summary>
internal static class MachineSpeed
{
    // Sums of products a second, in the first-level cache, on that machine.
    private const double Reference = 11e9;
    private const int Length = 2048;
    private const int Passes = 4000;
    private const int Rounds = 5;

    /// <summary>Measures for some milliseconds; the best of a few rounds, as others may be using the machine.</summary>
    public static double Measure()
    {
        var (a, b) = (new float[Length], new float[Length]);
        Array.Fill(a, 0.5f);
        Array.Fill(b, 2f);
        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
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
