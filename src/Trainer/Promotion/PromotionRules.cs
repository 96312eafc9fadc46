using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Promotion;

/// <summary>
/// Whether a model may take the place of another:
/// <code>
/// 1 every control of its training passed; where none ran, it may not replace a model whose controls passed
/// 2 by Diebold and Mariano it loses no more on common test minutes: the bundle's own losses, else those of each replaced member
/// 3 where losses are not comparable: its skill is not lower by more than both standard errors allow
/// 4 where nothing can be compared: allowed, and said so
/// </code>
/// </summary>
internal sealed class PromotionRules(IModelRepository models)
{
    private const string Skill = "skill";

    // One-sided, 5 %, of the normal distribution.
    private const double Critical = 1.6449;

    /// <summary>Judges.</summary>
    /// <param name="candidate">What is to be promoted.</param>
    /// <param name="incumbent">What the label is on; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PromotionJudgement> JudgeAsync(ModelId candidate, ModelId? incumbent, CancellationToken cancellationToken)
    {
        var package = await models.ReadContentAsync(candidate, cancellationToken);
        var members = await models.ReadMembersAsync(package.Manifest, cancellationToken);
        var controls = ControlsOf(package, members);
        if (controls.FirstOrDefault(control => !control.Passed) is { } failed)
        {
            return new PromotionJudgement(false, $"the control '{failed.Name}' failed: {failed.Detail}");
        }

        var judgement = await CompareAsync(package, members, incumbent, cancellationToken);
        return controls.Count > 0 || !judgement.IsAllowed
            ? judgement
            : judgement with { Reason = $"{judgement.Reason}; no control ran with its training" };
    }

    private async Task<PromotionJudgement> CompareAsync(
        PackageContent package, IReadOnlyList<PackageContent> members, ModelId? incumbent, CancellationToken cancellationToken)
    {
        if (incumbent is null)
        {
            return new PromotionJudgement(true, "the label was on nothing: there was nothing to compare with");
        }

        PackageContent before;
        IReadOnlyList<PackageContent> membersBefore;
        try
        {
            before = await models.ReadContentAsync(incumbent, cancellationToken);
            membersBefore = await models.ReadMembersAsync(before.Manifest, cancellationToken);
        }
        catch (FaultException gone) when (gone.Fault is Fault.UnknownModel or Fault.ModelFailed)
        {
            return new PromotionJudgement(true, $"the incumbent {incumbent} cannot be read any more: nothing was compared");
        }

        var passedBefore = ControlsOf(before, membersBefore) is { Count: > 0 } controls && controls.TrueForAll(control => control.Passed);
        return passedBefore && ControlsOf(package, members).Count == 0
            ? new PromotionJudgement(false, $"no control ran with its training, those of {incumbent} passed")
            : ByLosses(Contests(package, members, before, membersBefore)) ?? BySkill(package.Manifest, before.Manifest);
    }

    private static List<ModelControl> ControlsOf(PackageContent package, IReadOnlyList<PackageContent> members) =>
        [.. members.Prepend(package).SelectMany(part => part.Manifest.Controls)];

    private static List<(PackageContent Candidate, PackageContent Incumbent)> Contests(
        PackageContent package, IReadOnlyList<PackageContent> members, PackageContent before, IReadOnlyList<PackageContent> membersBefore)
    {
        if (HasLosses(package) && HasLosses(before))
        {
            return [(package, before)];
        }

        return
        [
            .. members.Zip(membersBefore).Skip(1)
                .Where(pair => pair.First.Manifest.Id != pair.Second.Manifest.Id && HasLosses(pair.First) && HasLosses(pair.Second)),
        ];
    }

    // Several pairs share the level of one test (Bonferroni).
    private static PromotionJudgement? ByLosses(List<(PackageContent Candidate, PackageContent Incumbent)> contests)
    {
        ComparisonResult? worst = null;
        foreach (var (candidate, incumbent) in contests)
        {
            var result = PackageComparison.Compare(LossesOf(candidate), LossesOf(incumbent));
            if (result.Verdict == ComparisonVerdict.NotComparable)
            {
                return null;
            }

            worst = worst is null || result.PValue < worst.PValue ? result : worst;
        }

        return worst is null
            ? null
            : new PromotionJudgement(worst.PValue >= PackageComparison.Significance / contests.Count, worst.Reason, worst.Statistic);
    }

    private static PromotionJudgement BySkill(ModelManifest candidate, ModelManifest incumbent)
    {
        var (one, other) = (SkillOf(candidate), SkillOf(incumbent));
        if (candidate.Target != incumbent.Target || one?.Error is not { } error || other?.Error is not { } otherError)
        {
            return new PromotionJudgement(true, $"nothing comparable is known of {candidate.Id} and {incumbent.Id}: neither losses nor skill with its error");
        }

        var distance = (one.Value - other.Value) / Math.Max(double.Epsilon, Math.Sqrt((error * error) + (otherError * otherError)));
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"skill {one.Value:F5} ± {error:F5} against {other.Value:F5} ± {otherError:F5} of {incumbent.Id}, {distance:F2} standard errors apart");
        return distance < -Critical
            ? new PromotionJudgement(false, $"worse than the incumbent: {figures}")
            : new PromotionJudgement(true, $"not worse than the incumbent: {figures}");
    }

    private static bool HasLosses(PackageContent package) => package.Files.ContainsKey(PackageFileNames.Losses);

    private static LossSeries LossesOf(PackageContent package) => LossSeries.Read(package.Files[PackageFileNames.Losses].Span);

    private static ModelMetric? SkillOf(ModelManifest manifest) =>
        manifest.Metrics.FirstOrDefault(metric => metric is { Name: Skill, Block: "test" });
}
