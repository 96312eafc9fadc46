using System.ComponentModel.DataAnnotations;

namespace Bqx.Server;

/// <summary>Whom the label <c>canary</c> answers (section <c>Canary</c>).</summary>
public sealed class CanaryOptions
{
    public const string Section = "Canary";

    /// <value>Share of the clients that name no model and are answered by the canary, 0 to 1. Default 0.05.</value>
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 0.05;
}
