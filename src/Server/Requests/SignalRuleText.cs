using System.Globalization;
using Bqx.Core;

namespace Bqx.Server.Requests;

/// <summary>The options of the signal as text, such as <c>Retail;0.0001;Price</c>.</summary>
internal static class SignalRuleText
{
    public static string Of(SignalOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.Tier};{options.Margin:R};{options.Orientation}");

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not such a text.</exception>
    public static SignalOptions Parse(string text) =>
        text.Split(';') is [var tier, var margin, var orientation]
        && Enum.TryParse<CostTier>(tier, out var parsedTier)
        && double.TryParse(margin, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsedMargin)
        && Enum.TryParse<SignalOrientation>(orientation, out var parsedOrientation)
            ? new SignalOptions { Tier = parsedTier, Margin = parsedMargin, Orientation = parsedOrientation }
            : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a signal's rule: tier;margin;orientation is right.");
}
