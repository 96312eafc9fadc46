namespace Bqx.Core;

/// <summary>What is predicted: BQX over <see cref="Window"/>, as it will be <see cref="Horizon"/> from now.</summary>
public readonly record struct Target(Window Window, Horizon Horizon)
{
    /// <summary>Longest window and horizon, minutes.</summary>
    public const int MaxMinutes = 10_080;

    /// <summary>The primary target, BQX over 60 minutes, 60 minutes ahead.</summary>
    public static readonly Target Primary = new(new Window(60), new Horizon(60));

    /// <summary>The nine targets of the multi-horizon models, by window and horizon; <see cref="Primary"/> is among them.</summary>
    public static readonly System.Collections.Immutable.ImmutableArray<Target> MultiHorizon =
    [
        Of(60, 15), Of(60, 30), Of(60, 45), Primary, Of(60, 75),
        Of(75, 15), Of(75, 30), Of(75, 45), Of(75, 60),
    ];

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

    private static Target Of(int window, int horizon) => new(new Window(window), new Horizon(horizon));

    private static bool TryMinutes(string text, out int minutes) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out minutes) && minutes is > 0 and <= MaxMinutes;
}
