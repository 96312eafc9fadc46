using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural.Runtime;

/// <summary>Runs the inference form of a fitted network, or its loss, over the rows of a source.</summary>
internal sealed class NetworkSession : IDisposable
{
    private const int BatchRows = 2048;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ImmutableArray<NamedWidth> _inputs;
    private readonly ImmutableArray<string> _outputs;

    private NetworkSession(byte[] model, ImmutableArray<NamedWidth> inputs, ImmutableArray<string> outputs, RuntimeOptions options)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _session = RuntimeSession.Open(model, options);
    }

    /// <summary>Opens a session that answers the network's outputs.</summary>
    public static NetworkSession Open(FittedNetwork fitted, RuntimeOptions options) => new(
        fitted.ToModel(), fitted.Network.Inputs, [.. fitted.Network.Outputs.Select(output => output.Name)], options);

    /// <summary>Opens a session that answers the network's loss.</summary>
    public static NetworkSession OpenLoss(FittedNetwork fitted, RuntimeOptions options) => new(
        fitted.ToLossModel(), [.. fitted.Network.Inputs, .. fitted.Network.Targets], [StepGraph.Loss], options);

    /// <summary>The outputs of one batch, row-major.</summary>
    /// <param name="rows">Rows in it.</param>
    /// <param name="inputs">An array for each input, of exactly so many rows.</param>
    public float[][] Run(int rows, params ReadOnlySpan<float[]> inputs)
    {
        var tensors = new OrtValue[inputs.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = OrtValue.CreateTensorValueFromMemory(inputs[i], [rows, _inputs[i].Width]);
        }

        try
        {
            using var results = _session.Run(_run, [.. _inputs.Select(input => input.Name)], tensors, _outputs);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            Array.ForEach(tensors, tensor => tensor.Dispose());
        }
    }

    /// <summary>Runs over rows of a source, a batch at a time.</summary>
    /// <param name="source">Where the rows are.</param>
    /// <param name="rows">Which.</param>
    /// <param name="take">Is handed the place of the batch's first row in <paramref name="rows"/>, how many they are, and the outputs.</param>
    public void Run(IBatchSource source, ReadOnlySpan<int> rows, Action<int, int, float[][]> take)
    {
        for (var first = 0; first < rows.Length; first += BatchRows)
        {
            var count = Math.Min(BatchRows, rows.Length - first);
            float[][] inputs = [.. _inputs.Select(input => new float[count * input.Width])];
            source.Fill(rows.Slice(first, count), new BatchBuffers([.. _inputs.Zip(inputs, (input, values) => (input.Name, values))]));
            take(first, count, Run(count, inputs));
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
