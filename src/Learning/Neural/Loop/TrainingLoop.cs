using System.Security.Cryptography;
using System.Text;
using Bqx.Core;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Neural.Schedules;

namespace Bqx.Learning.Neural.Loop;

/// <summary>
/// Trains a network:
/// <code>
/// take up the checkpoint, or initialise and validate → epoch: shuffle, step through the batches → validate, keep the best → stop early
/// </code>
/// The same network, rows, options and number of threads give the same bits, interrupted or not.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly Network _network;
    private readonly TrainingOptions _options;
    private readonly IBatchSource _source;
    private readonly IValidator _validator;
    private readonly int _batch;
    private readonly int _stepsPerEpoch;
    private readonly StepSession _session;
    private readonly byte[] _fingerprint;
    private readonly int[] _order;
    private readonly IReadOnlyDictionary<string, float[]>? _begin;
    private TrainingPosition _position = new();
    private Dictionary<string, float[]> _best = [];

    /// <param name="network">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="source">What on.</param>
    /// <param name="validator">Says when it is best.</param>
    /// <param name="begin">Parameters and running averages to begin with, such as those of another training; null = those of the network.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: an option is outside its range, or there is no row.</exception>
    public TrainingLoop(
        Network network,
        TrainingOptions options,
        IBatchSource source,
        IValidator validator,
        IReadOnlyDictionary<string, float[]>? begin = null)
    {
        options.Validate();
        OptionRange.Positive("the number of training rows", source.Rows);
        (_network, _options, _source, _validator, _begin) = (network, options, source, validator, begin);
        _batch = Math.Min(options.Batch, source.Rows);
        _stepsPerEpoch = source.Rows / _batch;
        _order = new int[source.Rows];
        var optimizer = options.Optimizer.Create();
        var runtime = RuntimeSession.Resolve(options.Runtime);
        var usesKernels = runtime.Device == ComputeDevice.Cpu;
        var graph = StepGraph.Write(network, _batch, optimizer, options.Penalty, options.ClipNorm, usesKernels);
        _fingerprint = Fingerprint(graph);
        _session = new StepSession(graph, optimizer, options.Seed, runtime);
    }

    private bool IsOver => _position.Epoch >= _options.MaxEpochs || _position.Epoch - _position.BestEpoch >= _options.Patience;

    /// <summary>Trains to the end.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.ModelFailed"/>: the loss is no longer finite; <see cref="Fault.InvalidInput"/>: the checkpoint is of another training.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint holds how far it came.</exception>
    public TrainingOutcome Run(IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        Start();
        while (!IsOver)
        {
            RunEpoch(cancellationToken);
            CloseEpoch(progress);
        }

        return new TrainingOutcome(new FittedNetwork(_network, _best), _position.BestLoss, _position.BestEpoch, [.. _position.Curve]);
    }

    public void Dispose() => _session.Dispose();

    private void Start()
    {
        if (_options.Checkpoint is { } path && File.Exists(path))
        {
            (_position, _best) = Checkpoint.Load(path, _fingerprint, _session.Carried);
            return;
        }

        _session.Initialise();
        foreach (var (tensor, values) in _session.Carried)
        {
            _begin?.GetValueOrDefault(tensor.Name)?.CopyTo(values, 0);
        }

        KeepIfBest(Values());
    }

    private void RunEpoch(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        // The rows left over from the last whole batch differ from epoch to epoch.
        new CounterGenerator(_options.Seed, RandomPurpose.Order, _position.Epoch).Shuffle(_order);
        while (_position.StepInEpoch < _stepsPerEpoch)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save();
                cancellationToken.ThrowIfCancellationRequested();
            }

            TakeStep();
        }
    }

    private void TakeStep()
    {
        _source.Fill(_order.AsSpan(_position.StepInEpoch * _batch, _batch), _session.Batch);
        var loss = _session.Step(Rate(_position.Step), _position.Step);
        if (!float.IsFinite(loss))
        {
            throw new FaultException(
                Fault.ModelFailed,
                $"The loss became {loss} at step {_position.Step}: a lower learning rate than {_options.Schedule.LearningRate} is needed.");
        }

        _position.Step++;
        _position.StepInEpoch++;
        _position.LossSum += loss;
        if (_options.CheckpointSteps > 0 && _position.Step % _options.CheckpointSteps == 0)
        {
            Save();
        }
    }

    private void CloseEpoch(IProgress<EpochReport>? progress)
    {
        var rate = Rate(_position.Step - 1);
        var train = _position.LossSum / _stepsPerEpoch;
        _position.Epoch++;
        (_position.StepInEpoch, _position.LossSum) = (0, 0);
        var report = new EpochReport(_position.Epoch, train, KeepIfBest(Values()), rate);
        _position.Curve.Add(report);
        Save();
        progress?.Report(report);
    }

    private double KeepIfBest(Dictionary<string, float[]> values)
    {
        var loss = _validator.Validate(new FittedNetwork(_network, values));
        if (_position.Judge(loss, _options.SmallestGain, _options.Schedule.Epochs))
        {
            _best = values;
        }

        return loss;
    }

    private double Rate(long step) => _options.Schedule.RateAt(
        step, (long)_options.MaxEpochs * _stepsPerEpoch, _position.Epoch, _position.Reductions);

    private Dictionary<string, float[]> Values() => _session.Carried
        .Where(item => item.Tensor.Role != CarriedRole.Moment)
        .ToDictionary(item => item.Tensor.Name, item => item.Values.ToArray(), StringComparer.Ordinal);

    private void Save()
    {
        if (_options.Checkpoint is { } path)
        {
            Checkpoint.Save(path, _fingerprint, _position, _session.Carried, _best);
        }
    }

    // What may differ between the runs that a checkpoint joins is left out: where it lies, how often it is written.
    private byte[] Fingerprint(StepGraph graph)
    {
        var options = _options with { Checkpoint = null, CheckpointSteps = 0, Runtime = _options.Runtime with { Warn = null } };
        var starts = graph.Carried.Select(tensor => $"{tensor.Start.Deviation:R} {tensor.Start.Offset:R} {string.Join(' ', tensor.Start.Offsets)}");
        var text = $"{options}|{_source.Rows}|{string.Join('|', starts)}";
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            TensorFile.Write(writer, _begin ?? new Dictionary<string, float[]>());
        }

        return SHA256.HashData([.. graph.Model, .. Encoding.UTF8.GetBytes(text), .. content.ToArray()]);
    }
}
