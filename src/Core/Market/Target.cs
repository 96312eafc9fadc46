namespace Bqx.Core;

/// <summary>What is predicted: BQX over <see cref="Window"/>, as it will be <see cref="Horizon"/> from now.</summary>
public readonly record struct Target(Window Window, Horizon Horizon)
{
    /// <summary>Longest window and horizon, minutes.</summary>
    public const int MaxMinutes = 10_080;

    /// <summary>The primary target, BQX over 60 minutes, 60 minutes ahead.</summary>
    public static readonly Target Primary = new(new Window(60), new Horizon(60));

    /// <summary>Reads a name such as <c>bqx60_h60</c>.</summary>
    public static bool TryParse(string? name, out Target target)
    {
        target = default;
        var parts = (name ?? "").Split("_h");
        if (parts.Length != 2 || !parts[0].StartsWith("bqx", StringComparison.Ordinal)
            || !TryMinutes(parts[0][3..], out var window) || !TryMinutes(parts[1], out var horizon))
        {
            return false;
        }

        target = new Target(new Window(window), new Horizon(horizon));
        return target.ToString() == name;
    }

    /// <summary>Name of the target, such as <c>bqx60_h60</c>.</summary>
    public override string ToString() => $"bqx{Window.Minutes}_h{Horizon.Minutes}";

    private static bool TryMinutes(string text, out int minutes) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out minutes) && minutes is > 0 and <= MaxMinutes;
}
