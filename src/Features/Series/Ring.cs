namespace Bqx.Features;

/// <summary>The latest values of a series, addressed by market-minute number.</summary>
internal sealed class Ring<T>(int capacity = Ring.Capacity)
    where T : struct
{
    private readonly T[] _items = new T[capacity];

    /// <summary>The value of a minute not further back than the capacity, a power of two.</summary>
    public ref T this[int number] => ref _items[number & (_items.Length - 1)];

    /// <summary>The values up to a minute, oldest first. False where they do not lie side by side.</summary>
    public bool TryUpTo(int number, int count, out ReadOnlySpan<T> values)
    {
        var end = (number & (_items.Length - 1)) + 1;
        var together = end >= count;
        values = together ? _items.AsSpan(end - count, count) : default;
        return together;
    }

    public void Clear() => Array.Clear(_items);
}

/// <summary>Sizes that all rings of prices and returns share.</summary>
internal static class Ring
{
    /// <summary>Entries a ring has; a power of two.</summary>
    public const int Capacity = 2048;

    /// <summary>Entries that a snapshot keeps: no feature looks back further.</summary>
    public const int Depth = 1442;
}
