using System.Collections.Immutable;
using Bqx.Learning.Neural.Optimizers;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural.Runtime;

/// <summary>
/// Runs training steps. Carried tensors stay where they are bound; a step copies nothing but its batch. What it computes depends on the
/// carried tensors, the batch, the rate and the step's number alone, so a run can be taken up at any step.
/// </summary>
internal sealed class StepSession : IDisposable
{
    private readonly StepGraph _graph;
    private readonly IOptimizer _optimizer;
    private readonly long _seed;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly CarriedBuffers[] _buffers;
    private readonly OrtIoBinding[] _bindings;
    private readonly ImmutableArray<BoundTensor> _batch;
    private readonly ImmutableArray<BoundTensor> _masks;
    private readonly ImmutableArray<BoundTensor> _scalars;
    private readonly float[] _scalarValues;
    private readonly BoundTensor _loss = new();
    private int _current;

    /// <param name="graph">The step.</param>
    /// <param name="optimizer">The one the graph was written with.</param>
    /// <param name="seed">Seed of the masks.</param>
    /// <param name="options">Where and how to compute.</param>
    public StepSession(StepGraph graph, IOptimizer optimizer, long seed, RuntimeOptions options)
    {
        (_graph, _optimizer, _seed) = (graph, optimizer, seed);
        _session = RuntimeSession.Open(graph.Model, options);
        _buffers = [new CarriedBuffers(graph.Carried), new CarriedBuffers(graph.Carried)];
        _batch = [.. graph.Batch.Select(input => new BoundTensor(graph.Rows, input.Width))];
        _masks = [.. graph.Masks.Select(mask => new BoundTensor(graph.Rows, mask.Width))];
        _scalars = [.. graph.Scalars.Select(_ => new BoundTensor())];
        _scalarValues = new float[_scalars.Length];
        Batch = new BatchBuffers([.. graph.Batch.Zip(_batch, (input, tensor) => (input.Name, tensor.Values))]);
        _bindings = [Bind(_buffers[0], _buffers[1]), Bind(_buffers[1], _buffers[0])];
    }

    /// <summary>Where the next step reads its data.</summary>
    public BatchBuffers Batch { get; }

    /// <summary>The carried tensors as they are now; they may be written between steps.</summary>
    public IEnumerable<(CarriedTensor Tensor, float[] Values)> Carried =>
        _graph.Carried.Zip(_buffers[_current].Tensors, (tensor, bound) => (tensor, bound.Values));

    /// <summary>Gives every carried tensor its start.</summary>
    public void Initialise()
    {
        foreach (var (index, (tensor, values)) in Carried.Index())
        {
            tensor.Initialise(values, _seed, index);
        }
    }

    /// <summary>Takes a step on the batch that is in place. Returns the loss before it.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">0 for the first.</param>
    public float Step(double rate, long step)
    {
        _optimizer.Compute(_scalarValues, rate, step + 1);
        for (var i = 0; i < _scalars.Length; i++)
        {
            _scalars[i].Values[0] = _scalarValues[i];
        }

        for (var i = 0; i < _masks.Length; i++)
        {
            new CounterGenerator(_seed, RandomPurpose.Dropout + i, step).FillMask(_masks[i].Values, _graph.Masks[i].Rate);
        }

        _session.RunWithBinding(_run, _bindings[_current]);
        _current = 1 - _current;
        return _loss.Values[0];
    }

    public void Dispose()
    {
        foreach (var item in (IEnumerable<IDisposable>)[.. _bindings, .. _buffers, .. _batch, .. _masks, .. _scalars, _loss])
        {
            item.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private OrtIoBinding Bind(CarriedBuffers from, CarriedBuffers to)
    {
        var binding = _session.CreateIoBinding();
        BindInputs(binding, _graph.Batch.Select(input => input.Name), _batch);
        BindInputs(binding, _graph.Masks.Select(mask => mask.Input), _masks);
        BindInputs(binding, _graph.Scalars, _scalars);
        BindInputs(binding, _graph.Carried.Select(tensor => tensor.Name), from.Tensors);
        binding.BindOutput(StepGraph.Loss, _loss.Tensor);
        foreach (var (tensor, bound) in _graph.Carried.Zip(to.Tensors))
        {
            binding.BindOutput(tensor.Next, bound.Tensor);
        }

        return binding;
    }

    private static void BindInputs(OrtIoBinding binding, IEnumerable<string> names, ImmutableArray<BoundTensor> tensors)
    {
        foreach (var (name, tensor) in names.Zip(tensors))
        {
            binding.BindInput(name, tensor.Tensor);
        }
    }
}
