using System.Runtime.Intrinsics;
using Bqx.Learning.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// Kernels of training steps for the processor: what takes the standard operators many passes over memory they do in one or two, and
/// matrix products nearer to the arithmetic peak. Packages never use them.
/// </summary>
internal static class KernelDomain
{
    private static readonly Lazy<nint> Domain = new(Create);

    /// <summary>
    /// Whether matrix products are ours too. Where vectors of 512 bits are not native, the registers do not hold a tile, and the standard
    /// operator is faster.
    /// </summary>
    public static bool HasProducts => Vector512.IsHardwareAccelerated;

    /// <summary>Lets a session compute graphs that were written for kernels.</summary>
    public static void AddTo(SessionOptions options) => OrtFunctions.AddDomain(options, Domain.Value);

    private static nint Create()
    {
        var kernels = Definitions<float>("").Concat(Definitions<double>("64")).Select(OrtKernel.Create);
        var domain = OrtFunctions.CreateDomain(OnnxGraphBuilder.KernelDomain, [.. kernels]);

        // The runtime notes the domain's name with the first session that has it; were there two at once, one would fail.
        var graph = new OnnxGraphBuilder("first");
        graph.Output(graph.Input("x", 1), "y", 1);
        using var options = new SessionOptions();
        OrtFunctions.AddDomain(options, domain);
        new InferenceSession(graph.ToBytes(), options).Dispose();
        return domain;
    }

    private static IEnumerable<KernelDefinition> Definitions<T>(string suffix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var isDouble = typeof(T) == typeof(double);
        return
        [
            new("MaskedRelu" + suffix, isDouble, 2, 1, read => new MaskedReluKernel<T>(read("rows"), read("columns"))),
            new("ReluGradient" + suffix, isDouble, 3, 1, read => new ReluGradientKernel<T>(read("rows"), read("columns"))),
            new("NormalisedRelu" + suffix, isDouble, 4, 3, read => new NormalisedReluKernel<T>(read("rows"), read("columns"), false)),
            new("NormalisedMaskedRelu" + suffix, isDouble, 5, 3, read => new NormalisedReluKernel<T>(read("rows"), read("columns"), true)),
            new(
                "NormalisedReluGradient" + suffix,
                isDouble,
                8,
                3,
                read => new NormalisedReluGradientKernel<T>(read("rows"), read("columns"))),
            new("SquaredError" + suffix, isDouble, 2, 1, read => new SquaredErrorKernel<T>(read("rows"), read("columns"))),
            new("ScaledDifference" + suffix, isDouble, 3, 1, read => new ScaledDifferenceKernel<T>(read("rows"), read("columns"))),
            new("Product" + suffix, isDouble, 2, 1, read => new ProductKernel<T>(ProductShape.Read(read), false)),
            new("ProductPlusRow" + suffix, isDouble, 3, 1, read => new ProductKernel<T>(ProductShape.Read(read), true)),
            new("Adam" + suffix, isDouble, 9, 3, read => new AdamKernel<T>(read("rows"), read("columns"))),
        ];
    }
}
