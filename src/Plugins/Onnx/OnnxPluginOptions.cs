namespace Bqx.Plugins.Onnx;

/// <summary>How ONNX models run.</summary>
public sealed record OnnxPluginOptions
{
    /// <value>Threads of one inference, 1 to 64. Default 1: a batch of 28 rows is too small to share.</value>
    public int Threads { get; init; } = 1;
}
