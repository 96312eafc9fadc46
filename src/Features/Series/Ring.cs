using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bqx.Features;

/// <summary>The latest values of a series, addressed by market-minute number.</summary>
internal sealed class Ring<T>
    where T : struct
{
    private readonly T[] _items;
    private readonly int _mask;

    /// <param name="capacity">A power of two.</param>
    public Ring(int capacity = Ring.Capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.PopCount((uint)capacity), 1);
        _items = new T[capacity];
        _mask = capacity - 1;
    }

    /// <summary>The value of a minute not further back than the capacity.</summary>
    public ref T this[int number] =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), number & _mask); // masked: always within the array

    /// <summary>The values up to a minute, oldest first. False where they do not lie side by side.</summary>
    public bool TryUpTo(int number, int count, out ReadOnlySpan<T> values)
    {
        var end = (number & _mask) + 1;
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
