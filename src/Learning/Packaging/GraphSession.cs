using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Packaging;

/// <summary>Runs the graph of a package of any kind, with its outputs side by side. One thread, so that sums keep their order.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _width;
    private readonly (string Name, int Width)[] _outputs;

    public GraphSession(byte[] model, ModelManifest manifest)
    {
        _width = (int)manifest.Inputs[0].Shape[1];
        _outputs = [.. manifest.Outputs.Select(output => (output.Name, output.Shape.Length > 1 ? (int)output.Shape[1] : 1))];
        OutputCount = _outputs.Sum(output => output.Width);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
    }

    /// <summary>Numbers that come out of a row.</summary>
    public int OutputCount { get; }

    public static GraphSession Of(PackageContent package) => new(package.Files[PackageFileNames.Model].ToArray(), package.Manifest);

    /// <summary>Runs rows, row-major.</summary>
    public void Run(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        var count = rows.Length / _width;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, count * _width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, count * OutputCount);
        using var input = OrtValue.CreateTensorValueFromMemory(rows.ToArray(), [count, _width]);
        using var results = _session.Run(_run, [ServingGraph.FeaturesInput], [input], [.. _outputs.Select(output => output.Name)]);
        var column = 0;
        for (var k = 0; k < _outputs.Length; k++)
        {
            var width = _outputs[k].Width;
            var values = results[k].GetTensorDataAsSpan<float>();
            for (var row = 0; row < count; row++)
            {
                values.Slice(row * width, width).CopyTo(outputs[((row * OutputCount) + column)..]);
            }

            column += width;
        }
    }

    /// <summary>The rows, each with its outputs behind it: what a head reads, where this is the encoder.</summary>
    public float[] Append(ReadOnlyMemory<float> rows)
    {
        var count = rows.Length / _width;
        var outputs = new float[count * OutputCount];
        Run(rows, outputs);
        var (longer, joined) = (_width + OutputCount, new float[count * (_width + OutputCount)]);
        for (var row = 0; row < count; row++)
        {
            rows.Span.Slice(row * _width, _width).CopyTo(joined.AsSpan(row * longer));
            outputs.AsSpan(row * OutputCount, OutputCount).CopyTo(joined.AsSpan((row * longer) + _width));
        }

        return joined;
    }

    /// <summary>Content of <c>probe.bin</c>: the rows and what comes out of them.</summary>
    public byte[] Probe(ReadOnlyMemory<float> rows)
    {
        var outputs = new float[rows.Length / _width * OutputCount];
        Run(rows, outputs);
        return new ProbeFile(_width, OutputCount, rows, outputs).Write();
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
