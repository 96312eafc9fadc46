namespace Bqx.Features;

/// <summary>A <see cref="Ring{T}"/> written twice, so that its latest values always lie side by side.</summary>
internal sealed class MirroredRing<T>
    where T : struct
{
    private readonly T[] _items = new T[2 * Ring.Capacity];

    /// <summary>The value of a minute not further back than <see cref="Ring.Capacity"/>.</summary>
    public T this[int number]
    {
        get => _items[number & (Ring.Capacity - 1)];
        set
        {
            var index = number & (Ring.Capacity - 1);
            _items[index] = value;
            _items[index + Ring.Capacity] = value;
        }
    }

    /// <summary>The values up to a minute, oldest first.</summary>
    public ReadOnlySpan<T> UpTo(int number, int count) =>
        _items.AsSpan((number & (Ring.Capacity - 1)) + Ring.Capacity - count + 1, count);

    public void Clear() => Array.Clear(_items);
}
