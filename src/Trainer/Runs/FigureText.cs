namespace Bqx.Trainer.Runs;

/// <summary>Figures in words, the same everywhere.</summary>
internal static class FigureText
{
    private const string None = "–";

    /// <summary>Such as <c>+0.0031 ± 0.0012</c>; the error is left out where none is defined.</summary>
    public static string WithError(double value, double? error) =>
        error is { } known ? $"{Signed(value)} ± {Number(known, "0.0000")}" : Signed(value);

    /// <summary>Four decimals and a sign.</summary>
    public static string Signed(double value) => Number(value, "+0.0000;-0.0000;0.0000");

    /// <summary>Four decimals; empty for null.</summary>
    public static string Plain(double? value) => value is { } known ? Number(known, "0.0000") : "";

    /// <summary>Four significant digits; empty for null.</summary>
    public static string Short(double? value) => value is { } known ? Number(known, "G4") : "";

    /// <summary>A share as a percentage of one decimal; empty for null.</summary>
    public static string Percent(double? share) => share is { } known ? double.IsFinite(known) ? $"{100 * known:0.0} %" : None : "";

    /// <summary>Three decimals, and never 0; empty for null.</summary>
    public static string PValue(double? p) => p is not { } known ? "" : known < 0.001 ? "< 0.001" : Number(known, "0.000");

    /// <summary>A time as hours, minutes and seconds.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        >= 3600 => $"{Math.Floor(seconds / 3600):0} h {Math.Floor(seconds % 3600 / 60):0} min",
        >= 60 => $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):0} s",
        _ => Number(seconds, "0.0") + " s",
    };

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format) : None;
}
