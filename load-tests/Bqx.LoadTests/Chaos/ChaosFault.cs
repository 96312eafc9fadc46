namespace Bqx.LoadTests.Chaos;

/// <summary>Something that goes wrong, and how it ends.</summary>
/// <param name="Name">Such as <c>redis_cut</c>.</param>
/// <param name="Inject">Begins it.</param>
/// <param name="Heal">Ends it.</param>
internal sealed record ChaosFault(string Name, Func<CancellationToken, Task> Inject, Func<CancellationToken, Task> Heal)
{
    /// <summary>One that ends by itself.</summary>
    public ChaosFault(string name, Func<CancellationToken, Task> inject)
        : this(name, inject, _ => Task.CompletedTask)
    {
    }
}
