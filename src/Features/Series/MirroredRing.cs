namespace Bqx.Features;

/// <summary>A <see cref="Ring{T}"/> written twice, so that its latest values always lie side by side.</summary>
internal sealed class MirroredRing<T>(int capacity = Ring.Capacity)
    where T : struct
{
    private readonly T[] _items = new T[2 * capacity];

    /// <summary>The value of a minute not further back than the capacity, a power of two.</summary>
    public T this[int number]
    {
        get => _items[number & ((_items.Length / 2) - 1)];
        set
        {
            var half = _items.Length / 2;
            var index = number & (half - 1);
            _items[index] = value;
            _items[index + half] = value;
        }
    }

    /// <summary>The values up to a minute, oldest first.</summary>
    public ReadOnlySpan<T> UpTo(int number, int count) =>
        _items.AsSpan((number & ((_items.Length / 2) - 1)) + (_items.Length / 2) - count + 1, count);

    public void Clear() => Array.Clear(_items);
}
