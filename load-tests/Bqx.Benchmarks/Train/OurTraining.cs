using System.Diagnostics;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;

namespace Bqx.Benchmarks.Train;

/// <summary>Steps of our engine on one fixed batch; the masks are drawn anew in each step, as in a training.</summary>
internal sealed class OurTraining : IDisposable
{
    private const double Rate = 1e-3;
    private const int Classes = 5;
    private readonly StepSession _session;
    private readonly int _rows;
    private long _step;

    public OurTraining(TrainCase subject, int threads)
    {
        _rows = subject.Rows;
        var optimizer = new AdamOptions { WeightDecay = 0.01 }.Create();
        var graph = StepGraph.Write(subject.Network, subject.Rows, optimizer, 0, double.PositiveInfinity, usesKernels: true);
        Parameters = graph.Carried.Where(tensor => tensor.Role == CarriedRole.Parameter).Sum(tensor => tensor.Length);
        var matrices = graph.Carried.Where(tensor => tensor is { Role: CarriedRole.Parameter, Shape.Length: 2 }).ToList();
        OperationsPerSample = (6.0 * matrices.Sum(matrix => matrix.Length)) - (2.0 * matrices[0].Length);
        _session = new StepSession(graph, optimizer, 1, new RuntimeOptions { Threads = threads });
        _session.Initialise();
        foreach (var (index, input) in graph.Batch.Index())
        {
            Fill(_session.Batch[input.Name], input, new CounterGenerator(1, RandomPurpose.Order, index));
        }
    }

    /// <summary>How many numbers are trained.</summary>
    public int Parameters { get; }

    /// <summary>Multiplications and additions of the matrix products of a step: forward, by the weights, and by all inputs but the first.</summary>
    public double OperationsPerSample { get; }

    /// <summary>Takes steps. Returns samples a second, and the last loss.</summary>
    public (double SamplesPerSecond, float Loss) Run(int steps)
    {
        var loss = 0f;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
        {
            loss = _session.Step(Rate, _step++);
        }

        return (steps * (double)_rows / Stopwatch.GetElapsedTime(started).TotalSeconds, loss);
    }

    public void Dispose() => _session.Dispose();

    private static void Fill(float[] values, NamedWidth input, CounterGenerator generator)
    {
        var isRegime = input.Name == MultitaskNetwork.RegimeTarget;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = isRegime
                ? (i % Classes == i / Classes % Classes ? 1 : 0)
                : (float)generator.Gaussian((uint)i);
        }
    }
}
