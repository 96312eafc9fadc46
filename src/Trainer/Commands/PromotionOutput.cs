using Bqx.Trainer.Hosting;
using Bqx.Trainer.Promotion;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary>Says how a promotion or a rollback went.</summary>
internal static class PromotionOutput
{
    public static void Write(TrainerHost host, PromotionResult result, PromotionJudgement? judgement, bool json)
    {
        var label = result.Label;
        if (json)
        {
            host.Output.WriteJson(new
            {
                label.Label,
                Current = label.Current?.ToString(),
                Previous = label.Previous?.ToString(),
                result.Waited,
                Seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
                Allowed = judgement?.IsAllowed,
                Judgement = judgement?.Reason,
            });
            return;
        }

        var how = result.Waited
            ? $"all running servers had it ready after {result.Elapsed.TotalSeconds:0.00} s"
            : "at once: no server is running, or all had it ready";
        host.Output.WriteLine($"{label.Label} is on {label.Current} (before: {label.Previous?.ToString() ?? "nothing"}), {how}.");
        if (judgement is not null)
        {
            host.Output.WriteLine($"{(judgement.IsAllowed ? "Allowed" : "Forced, although")}: {judgement.Reason}.");
        }
    }
}
