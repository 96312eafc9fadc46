using System.Collections.Concurrent;
using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// A session and, for each run in progress, a batch that is bound once. Every run takes the whole batch, its unused rows zero, so a row's bits
/// do not depend on how many came with it. As many runs go on at once as there are cores; further ones wait for a batch.
/// </summary>
internal sealed class OnnxModel : IModel
{
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);
    private readonly ConcurrentBag<BoundBatch> _spare = [];
    private readonly GraphShape _shape;
    private readonly int _rows;
    private readonly int _outputWidth;
    private readonly InferenceSession _session;

    /// <param name="graph">The file.</param>
    /// <param name="shape">Its input and outputs.</param>
    /// <param name="rows">Rows in a batch.</param>
    /// <param name="options">How it runs.</param>
    public OnnxModel(byte[] graph, GraphShape shape, int rows, OnnxPluginOptions options)
    {
        (_shape, _rows) = (shape, rows);
        using var session = OptionsOf(options);
        _session = new InferenceSession(graph, session);
        try
        {
            var first = new BoundBatch(_session, shape, rows);
            _outputWidth = first.OutputWidth;
            _spare.Add(first);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        var count = rows.Length / _shape.Features;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, count * _shape.Features);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, count * _outputWidth);
        _free.Wait();
        try
        {
            if (!_spare.TryTake(out var batch))
            {
                batch = new BoundBatch(_session, _shape, _rows);
            }

            try
            {
                Run(batch, rows.Span, outputs);
            }
            finally
            {
                _spare.Add(batch);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Called once no run is in progress.</summary>
    public void Dispose()
    {
        while (_spare.TryTake(out var batch))
        {
            batch.Dispose();
        }

        _session.Dispose();
        _free.Dispose();
    }

    private static SessionOptions OptionsOf(OnnxPluginOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }

    private void Run(BoundBatch batch, ReadOnlySpan<float> rows, Span<float> outputs)
    {
        while (!rows.IsEmpty)
        {
            var taken = Math.Min(_rows, rows.Length / _shape.Features);
            batch.Run(rows[..(taken * _shape.Features)], outputs[..(taken * _outputWidth)]);
            rows = rows[(taken * _shape.Features)..];
            outputs = outputs[(taken * _outputWidth)..];
        }
    }
}
