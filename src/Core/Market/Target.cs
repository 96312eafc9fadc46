namespace Bqx.Core;

/// <summary>What is predicted: BQX over <see cref="Window"/>, as it will be <see cref="Horizon"/> from now.</summary>
public readonly record struct Target(Window Window, Horizon Horizon)
{
    /// <summary>The primary target, BQX over 60 minutes, 60 minutes ahead.</summary>
    public static readonly Target Primary = new(new Window(60), new Horizon(60));

    /// <summary>Name of the target, such as <c>bqx60_h60</c>.</summary>
    public override string ToString() => $"bqx{Window.Minutes}_h{Horizon.Minutes}";
}
