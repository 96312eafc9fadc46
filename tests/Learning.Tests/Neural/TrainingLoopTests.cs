using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Neural.Schedules;

namespace Bqx.Learning.Tests.Neural;

public sealed class TrainingLoopTests : IDisposable
{
    private static readonly AutoencoderNetwork Network = new(new AutoencoderOptions { Features = 12, Hidden = [10, 6], Code = 3 });
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly TrainingOptions Options = new()
    {
        Batch = 32,
        MaxEpochs = 4,
        Patience = 4,
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, LearningRate = 0.01, WarmUpSteps = 3 },
        ClipNorm = 1,
        Penalty = 1e-4,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-loop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_LinearStructure_IsLearnt()
    {
        using var loop = Make(Options with { MaxEpochs = 30, Patience = 30 });
        var outcome = loop.Run(null, Token);

        outcome.BestLoss.ShouldBeLessThan(0.5 * outcome.Curve[0].ValidationLoss);
        outcome.BestLoss.ShouldBe(outcome.Curve[outcome.BestEpoch - 1].ValidationLoss);
        outcome.BestLoss.ShouldBe(outcome.Curve.Min(point => point.ValidationLoss));
        outcome.Curve.Select(point => point.Epoch).ShouldBe(Enumerable.Range(1, 30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_SameSeed_SameBytes(int threads)
    {
        var options = Options with { Runtime = new RuntimeOptions { Threads = threads } };
        Train(options).Best.ToModel().ShouldBe(Train(options).Best.ToModel());
        Train(options with { Seed = 2 }).Best.ToModel().ShouldNotBe(Train(options).Best.ToModel());
    }

    // Six steps an epoch: the interruptions fall inside the first epoch, at its end, and inside the third.
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(15)]
    public void Run_InterruptedAndResumed_EqualsUninterrupted(int steps)
    {
        var options = Options with { Checkpoint = Path.Combine(_folder, "run.checkpoint") };
        using (var source = new CancellationTokenSource())
        {
            using var loop = Make(options, new LinearRows(200, 1) { AfterFills = (steps, source.Cancel) });
            Should.Throw<OperationCanceledException>(() => loop.Run(null, source.Token));
        }

        var resumed = Train(options);
        var whole = Train(Options);

        resumed.Best.ToModel().ShouldBe(whole.Best.ToModel());
        resumed.Curve.ShouldBe(whole.Curve);
        resumed.BestLoss.ShouldBe(whole.BestLoss);
        File.Exists(options.Checkpoint + ".new").ShouldBeFalse();
    }

    // What a killed process leaves: the last checkpoint by number of steps.
    [Fact]
    public void Run_KilledBetweenCheckpoints_ResumesFromTheLast()
    {
        var options = Options with { Checkpoint = Path.Combine(_folder, "run.checkpoint"), CheckpointSteps = 4 };
        var kill = new LinearRows(200, 1) { AfterFills = (11, () => throw new InvalidOperationException("killed")) };
        using (var loop = Make(options, kill))
        {
            Should.Throw<InvalidOperationException>(() => loop.Run(null, Token));
        }

        Train(options).Best.ToModel().ShouldBe(Train(Options).Best.ToModel());
    }

    [Fact]
    public void Run_FinishedCheckpoint_AnswersWithoutAStep()
    {
        var options = Options with { Checkpoint = Path.Combine(_folder, "run.checkpoint") };
        var first = Train(options);
        using var loop = Make(options, new LinearRows(200, 1) { AfterFills = (1, () => throw new InvalidOperationException("a step")) });
        loop.Run(null, Token).Best.ToModel().ShouldBe(first.Best.ToModel());
    }

    [Fact]
    public void Run_CheckpointOfOtherOptions_IsRefused()
    {
        var options = Options with { Checkpoint = Path.Combine(_folder, "run.checkpoint") };
        Train(options);
        Should.Throw<FaultException>(() => Train(options with { Seed = 5 })).Fault.ShouldBe(Fault.InvalidInput);
    }

    [Fact]
    public void Run_DamagedCheckpoint_IsRefused()
    {
        var options = Options with { Checkpoint = Path.Combine(_folder, "run.checkpoint") };
        Train(options);
        var bytes = File.ReadAllBytes(options.Checkpoint);
        bytes[^5] ^= 1;
        File.WriteAllBytes(options.Checkpoint, bytes);
        Should.Throw<FaultException>(() => Train(options)).Message.ShouldContain("no whole checkpoint");
    }

    [Fact]
    public void Run_NoImprovement_StopsAndKeepsTheBest()
    {
        using var loop = new TrainingLoop(
            Network, Options with { MaxEpochs = 50, Patience = 3 }, new LinearRows(200, 1), new ScriptedValidator([5, 4, 3, 6, 6, 6, 1]));
        var outcome = loop.Run(null, Token);

        outcome.Curve.Length.ShouldBe(5);
        (outcome.BestEpoch, outcome.BestLoss).ShouldBe((2, 3));
    }

    [Fact]
    public void Run_Plateau_HalvesTheRate()
    {
        var options = Options with
        {
            MaxEpochs = 6,
            Patience = 6,
            Schedule = new ScheduleOptions { Kind = ScheduleKind.Plateau, LearningRate = 0.08, Epochs = 2 },
        };
        using var loop = new TrainingLoop(Network, options, new LinearRows(200, 1), new ScriptedValidator([5, 4, 4, 4, 4, 4, 4]));

        loop.Run(null, Token).Curve.Select(point => point.LearningRate).ShouldBe([0.08, 0.08, 0.08, 0.04, 0.04, 0.02]);
    }

    [Fact]
    public void Run_RateTooHigh_SaysSo()
    {
        var options = Options with { ClipNorm = double.PositiveInfinity, Schedule = new ScheduleOptions { LearningRate = 1e30 } };
        Should.Throw<FaultException>(() => Train(options)).Fault.ShouldBe(Fault.ModelFailed);
    }

    [Fact]
    public void Run_CudaWithoutProvider_FallsBackAndWarns()
    {
        var warnings = new List<string>();
        var cuda = Train(Options with { Runtime = new RuntimeOptions { Device = ComputeDevice.Cuda, Warn = warnings.Add } });
        Assert.SkipWhen(warnings.Count == 0, "This machine has the CUDA provider.");
        warnings.ShouldAllBe(warning => warning.StartsWith("CUDA cannot be used"));
        cuda.Best.ToModel().ShouldBe(Train(Options).Best.ToModel());
    }

    private static TrainingOutcome Train(TrainingOptions options)
    {
        using var loop = Make(options);
        return loop.Run(null, Token);
    }

    private static TrainingLoop Make(TrainingOptions options, LinearRows? rows = null) =>
        new(Network, options, rows ?? new LinearRows(200, 1), new LossValidator(new LinearRows(64, 2), options.Runtime));

    private sealed class ScriptedValidator(double[] losses) : IValidator
    {
        private int _next;

        public double Validate(FittedNetwork candidate) => losses[_next++];
    }
}
