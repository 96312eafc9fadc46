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
        if (options.Device == ComputeDevice.Cuda)
        {
            AppendCuda(session, options.Warn);
        }

        return new InferenceSession(model, session);
    }

    private static void AppendCuda(SessionOptions session, Action<string>? warn)
    {
        try
        {
            session.AppendExecutionProvider_CUDA();
        }
        catch (Exception missing) when (missing is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            warn?.Invoke($"CUDA cannot be used, the processor is: {missing.Message}");
        }
    }
}
