using System.Collections.Immutable;
using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural;

/// <summary>
/// Runs the training step. Parameters and moments stay where they are bound; a step copies nothing but its batch. One thread: the same
/// seed gives the same bits.
/// </summary>
internal sealed class StepSession : IDisposable
{
    private readonly AdamOptions _adam;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ParameterBuffers[] _buffers;
    private readonly OrtIoBinding[] _bindings;
    private readonly BoundTensor _rate = new();
    private readonly BoundTensor _correction1 = new();
    private readonly BoundTensor _correction2 = new();
    private readonly BoundTensor _loss = new();
    private readonly BoundTensor[] _batch;
    private int _steps;

    public StepSession(MlpLayout layout, int batch, AdamOptions adam)
    {
        _adam = adam;
        using var options = OneThread();
        _session = new InferenceSession(MultitaskStep.WriteStep(layout, batch, adam), options);
        _buffers = [new ParameterBuffers(layout.Parameters), new ParameterBuffers(layout.Parameters)];
        _batch = [new(batch, layout.Features), new(batch, 1), new(batch, 1), new(batch, RegimeProbabilities.Count)];
        _bindings = [Bind(_buffers[0], _buffers[1]), Bind(_buffers[1], _buffers[0])];
    }

    /// <summary>Where the next step reads its features, row-major.</summary>
    public float[] Features => _batch[0].Values;

    /// <summary>Where the next step reads the standardised residuals.</summary>
    public float[] Residuals => _batch[1].Values;

    /// <summary>Where the next step reads the volatilities.</summary>
    public float[] Volatilities => _batch[2].Values;

    /// <summary>Where the next step reads the classes, one-hot.</summary>
    public float[] Classes => _batch[3].Values;

    /// <summary>The current parameters, in the layout's order.</summary>
    public IEnumerable<(string Name, BoundTensor Value)> Parameters => Current.Tensors.Select(tensor => (tensor.Name, tensor.Value));

    private ParameterBuffers Current => _buffers[_steps % 2];

    /// <summary>Options of a session whose sums keep their order.</summary>
    public static SessionOptions OneThread() => new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };

    /// <summary>Takes a step on the batch that is in place. Returns the loss before it.</summary>
    public float Step(double learningRate)
    {
        _rate.Values[0] = (float)learningRate;
        _correction1.Values[0] = (float)(1 - Math.Pow(_adam.Beta1, _steps + 1));
        _correction2.Values[0] = (float)(1 - Math.Pow(_adam.Beta2, _steps + 1));
        _session.RunWithBinding(_run, _bindings[_steps % 2]);
        _steps++;
        return _loss.Values[0];
    }

    public void Dispose()
    {
        foreach (var item in (IEnumerable<IDisposable>)[.. _bindings, .. _buffers, .. _batch, _rate, _correction1, _correction2, _loss])
        {
            item.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private OrtIoBinding Bind(ParameterBuffers from, ParameterBuffers to)
    {
        var binding = _session.CreateIoBinding();
        ImmutableArray<string> names =
            [MultitaskStep.Features, MultitaskStep.ResidualTarget, MultitaskStep.VolatilityTarget, MultitaskStep.ClassTarget];
        for (var i = 0; i < names.Length; i++)
        {
            binding.BindInput(names[i], _batch[i].Tensor);
        }

        binding.BindInput(AdamUpdate.LearningRate, _rate.Tensor);
        binding.BindInput(AdamUpdate.Correction1, _correction1.Tensor);
        binding.BindInput(AdamUpdate.Correction2, _correction2.Tensor);
        binding.BindOutput(MultitaskStep.Loss, _loss.Tensor);
        for (var i = 0; i < from.Tensors.Length; i++)
        {
            var (name, value, m, v) = from.Tensors[i];
            binding.BindInput(name, value.Tensor);
            binding.BindInput(AdamUpdate.FirstMoment(name), m.Tensor);
            binding.BindInput(AdamUpdate.SecondMoment(name), v.Tensor);
            binding.BindOutput(name + AdamUpdate.Next, to.Tensors[i].Value.Tensor);
            binding.BindOutput(AdamUpdate.FirstMoment(name) + AdamUpdate.Next, to.Tensors[i].M.Tensor);
            binding.BindOutput(AdamUpdate.SecondMoment(name) + AdamUpdate.Next, to.Tensors[i].V.Tensor);
        }

        return binding;
    }
}
