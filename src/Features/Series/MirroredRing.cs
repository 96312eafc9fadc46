using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bqx.Features;

/// <summary>A <see cref="Ring{T}"/> written twice, so that its latest values always lie side by side.</summary>
internal sealed class MirroredRing<T>
    where T : struct
{
    private readonly T[] _items;
    private readonly int _mask;

    /// <param name="capacity">A power of two.</param>
    public MirroredRing(int capacity = Ring.Capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.PopCount((uint)capacity), 1);
        _items = new T[2 * capacity];
        _mask = capacity - 1;
    }

    /// <summary>The value of a minute not further back than the capacity.</summary>
    public T this[int number]
    {
        get => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), number & _mask); // masked: always within the array
        set
        {
            var index = number & _mask;
            _items[index + _mask + 1] = value;
            _items[index] = value;
        }
    }

    /// <summary>The values up to a minute, oldest first.</summary>
    public ReadOnlySpan<T> UpTo(int number, int count) =>
        _items.AsSpan((number & _mask) + _mask + 2 - count, count);

    public void Clear() => Array.Clear(_items);
}
