using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Plugins.Hosting;

namespace Bqx.Trainer.Commands.Packages;

/// <summary>A package in lines of text.</summary>
internal static class PackageSummary
{
    /// <summary>The lines.</summary>
    /// <param name="package">The package.</param>
    /// <param name="members">Its members, where it is a bundle.</param>
    /// <param name="keys">Keys that a signature may be by.</param>
    public static IEnumerable<string> Lines(PackageContent package, IReadOnlyList<PackageContent> members, TrustedKeys keys)
    {
        var manifest = package.Manifest;
        yield return $"{manifest.Id}: {manifest.Kind} of {manifest.Target} for {(manifest.Pair == ModelKinds.AllPairs ? "all pairs" : manifest.Pair)}";
        yield return $"  features    {manifest.FeatureFingerprint[..Math.Min(16, manifest.FeatureFingerprint.Length)]}…, lead-lag graph {(package.Files.ContainsKey(PackageFileNames.LeadLag) ? "of its own" : "default")}";
        yield return $"  signature   {Signature(package, keys)}";
        yield return $"  lineage     data {Short(manifest.Lineage.DataHash)}, code {Short(manifest.Lineage.CodeVersion)}, seed {manifest.Lineage.Seed}, parent {manifest.Lineage.Parent ?? "none"}, run {manifest.Run ?? "none"}";
        yield return $"              ./bqx {manifest.Lineage.Command}";
        foreach (var block in manifest.Splits)
        {
            yield return Invariant($"  {block.Role,-12}{block.First} to {block.Last}, {block.Rows:N0} rows");
        }

        foreach (var metric in manifest.Metrics)
        {
            yield return Invariant($"  metric      {metric.Name} on {metric.Block}: {metric.Value:G5}{Error(metric)}; {metric.BaselineName} {metric.Baseline:G5}");
        }

        foreach (var control in manifest.Controls)
        {
            yield return $"  control     {(control.Passed ? "passed" : "FAILED")}: {control.Name}: {control.Detail}";
        }

        foreach (var member in members)
        {
            var skill = member.Manifest.Metrics.FirstOrDefault(metric => metric.Name == "skill");
            yield return Invariant(
                $"  member      {member.Manifest.Pair,-6} {member.Manifest.Id}{(skill is null ? "" : Invariant($", skill {skill.Value:F5}{Error(skill)}"))}, {Signature(member, keys)}");
        }
    }

    private static string Error(ModelMetric metric) => metric.Error is { } error ? Invariant($" ± {error:G3}") : "";

    private static string Signature(PackageContent package, TrustedKeys keys)
    {
        if (!package.Files.TryGetValue(PackageFileNames.Signature, out var signature))
        {
            return "not signed";
        }

        if (!keys.Names.Any())
        {
            return "signed; no keys are trusted here, so by whom is not known";
        }

        var signer = keys.FindSigner(package.Files[PackageFileNames.Manifest].Span, signature.Span);
        return signer is null ? "signed by no trusted key" : $"signed by the trusted key {signer}";
    }

    private static string Short(string text) => text.Length <= 12 ? text : $"{text[..12]}…";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
