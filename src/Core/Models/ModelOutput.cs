using System.Runtime.InteropServices;

namespace Bqx.Core;

/// <summary>What a model says of one row.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ModelOutput
{
    /// <summary>Numbers in an output: bqx, log_rv, five regime probabilities, in this order.</summary>
    public const int Count = 2 + RegimeProbabilities.Count;

    /// <summary>Forecast of BQX at the horizon, total (not the residual over the martingale), raw units.</summary>
    public float Bqx { get; set; }

    /// <summary>Forecast of the log of the realised volatility of one-minute returns until the horizon.</summary>
    public float LogRv { get; set; }

    /// <summary>Class probabilities.</summary>
    public RegimeProbabilities Regime { get; set; }

    /// <summary>The same memory as numbers, <see cref="Count"/> a row.</summary>
    public static Span<float> Numbers(Span<ModelOutput> outputs) => MemoryMarshal.Cast<ModelOutput, float>(outputs);

    /// <summary>The same memory as outputs; its length is a multiple of <see cref="Count"/>.</summary>
    public static ReadOnlySpan<ModelOutput> Rows(ReadOnlySpan<float> numbers) => MemoryMarshal.Cast<float, ModelOutput>(numbers);
}
