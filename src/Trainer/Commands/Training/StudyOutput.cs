using System.Globalization;
using Bqx.Trainer.Commands.Runs;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Studies;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Training;

/// <summary>Says what a study will do, and what it found.</summary>
internal static class StudyOutput
{
    private const double Gibibyte = 1 << 30;

    /// <summary>The plan with its estimates, to the console of progress.</summary>
    public static void WritePlan(TrainerHost host, StudyPlan plan)
    {
        var effort = plan.Effort;
        var budget = plan.Budget is { } seconds ? $" within a budget of {seconds / 60:0.#} min" : "";
        host.Say(Invariant(
            $"Plan: {plan.Folds.Length} folds ({plan.Window.ToString().ToLowerInvariant()}), {plan.Rows:N0} rows at a stride of {effort.Stride} minutes, {plan.Bytes / Gibibyte:0.0} GiB; up to {effort.EncoderEpochs} epochs of the encoder, {effort.HeadEpochs} of the nets; seed {plan.Seed}"));
        host.Say(Invariant($"Estimate: {plan.Seconds / 60:0.0} min{budget} ({string.Join(", ", plan.Estimates.Select(stage => Invariant($"{stage.Stage} {stage.Seconds:0} s")))})"));
        host.Say(plan.LockBox is { } box ? $"Lock box: from {box}, not read" : "Lock box: none, the history is too short for one");
    }

    /// <summary>The plan as a result, where nothing is run.</summary>
    public static void WritePlanResult(TrainerHost host, StudyPlan plan, bool json)
    {
        if (json)
        {
            host.Output.WriteJson(plan);
        }
        else
        {
            host.Output.Profile.Out.Writer.WriteLine(System.Text.Encoding.UTF8.GetString(plan.Write()));
        }
    }

    /// <summary>What a run found.</summary>
    public static void Write(TrainerHost host, RunRecord run, bool json)
    {
        if (json)
        {
            host.Output.Profile.Out.Writer.WriteLine(RunJson.WriteLine(run));
            return;
        }

        RunsShowCommand.Print(host.Output, run, kind: null, new RunStore(host.Paths.Home).ReportOf(run.Id));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
