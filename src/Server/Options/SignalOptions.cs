using System.ComponentModel.DataAnnotations;
using Bqx.Core;

namespace Bqx.Server;

/// <summary>When a prediction says BUY or SELL (section <c>Signal</c>).</summary>
public sealed class SignalOptions
{
    public const string Section = "Signal";

    /// <value>Whose round-trip cost the expected return must exceed. Default Retail.</value>
    [EnumDataType(typeof(CostTier))]
    public CostTier Tier { get; set; } = CostTier.Retail;

    /// <value>What it must exceed the cost by, as a return (0.0001 = one basis point). Default 0.</value>
    [Range(0, 0.1)]
    public double Margin { get; set; }

    /// <value>How the signal is read from BQX. Default Price.</value>
    [EnumDataType(typeof(SignalOrientation))]
    public SignalOrientation Orientation { get; set; } = SignalOrientation.Price;
}
