using Bqx.Learning.Neural.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural.Runtime;

/// <summary>Opens sessions of ONNX Runtime.</summary>
internal static class RuntimeSession
{
    public static InferenceSession Open(byte[] model, RuntimeOptions options)
    {
        OptionRange.Positive(nameof(options.Threads), options.Threads);
        using var session = new SessionOptions { IntraOpNumThreads = options.Threads, InterOpNumThreads = 1 };

        // Moments of weights that hardly matter decay into denormals, which are some hundred times slower.
        session.AddSessionConfigEntry("session.set_denormal_as_zero", "1");

        // The derivative of a weight is xᵀ·g. One transposition and a plain product take a fifth less time than the product that
        // transposes on the way, which these would put in their place.
        session.AddSessionConfigEntry("optimization.disable_specified_optimizers", "GemmTransposeFusion;TransposeOptimizer");
        KernelDomain.AddTo(session);
        if (Resolve(options).Device == ComputeDevice.Cuda)
        {
            session.AppendExecutionProvider_CUDA();
        }

        return new InferenceSession(model, session);
    }

    /// <summary>The options with the device that there is.</summary>
    public static RuntimeOptions Resolve(RuntimeOptions options)
    {
        if (options.Device != ComputeDevice.Cuda)
        {
            return options;
        }

        using var trial = new SessionOptions();
        try
        {
            trial.AppendExecutionProvider_CUDA();
            return options;
        }
        catch (Exception missing) when (missing is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            options.Warn?.Invoke($"CUDA cannot be used, the processor is: {missing.Message}");
            return options with { Device = ComputeDevice.Cpu };
        }
    }
}
