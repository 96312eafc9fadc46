namespace Bqx.Core;

/// <summary>
/// A <see cref="Fault"/> with the sentence its caller reads: what was wrong and what would be right, never a path,
/// a key or an inner error.
/// </summary>
public sealed class FaultException : Exception
{
    public FaultException(Fault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public Fault Fault { get; }

    /// <summary>Whether a model gave NaN or infinity.</summary>
    public bool IsNotFinite { get; init; }

    /// <summary>The name is not one of the 28 pairs.</summary>
    public static FaultException UnknownPair(string? name) => new(
        Fault.UnknownPair,
        $"'{Excerpt(name)}' is not a known pair: use one of the 28 pairs of EUR GBP AUD NZD USD CAD CHF JPY, such as EURUSD.");

    /// <summary>At most 32 printable characters of what a caller sent, for use in a message.</summary>
    public static string Excerpt(string? text)
    {
        var clean = new string([.. (text ?? "").Take(32).Select(c => char.IsControl(c) ? '?' : c)]);
        return text?.Length > 32 ? clean + "…" : clean;
    }
}
