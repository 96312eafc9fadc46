using System.CommandLine;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features</c>: what the catalogue holds, how good it is, and its tables.</summary>
internal static class FeaturesCommand
{
    public static Command Create() => new("features", "Lists, describes, checks and computes features.")
    {
        FeatureListCommand.Create(),
        FeatureDescribeCommand.Create(),
        FeatureDocsCommand.Create(),
        FeatureLintCommand.Create(),
        FeatureMartingaleCommand.Create(),
        FeatureLeadLagCommand.Create(),
        FeatureReplayCommand.Create(),
        FeatureComputeCommand.Create(),
    };
}
