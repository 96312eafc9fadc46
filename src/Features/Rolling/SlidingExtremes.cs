namespace Bqx.Features;

/// <summary>
/// Highest and lowest of the last 15 values, each by a monotonic queue, and a ring of the past ones: the extremes over any
/// multiple of 15 values follow from them.
/// </summary>
internal sealed class SlidingExtremes
{
    /// <summary>Values in the short window.</summary>
    public const int Step = 15;

    private const int RingSize = 64;

    private readonly MonotonicQueue _high = new();
    private readonly MonotonicQueue _low = new();
    private readonly int[] _highs = new int[RingSize];
    private readonly int[] _lows = new int[RingSize];
    private int _number;

    public void Push(int number, int value)
    {
        _number = number;
        _highs[number & (RingSize - 1)] = _high.Push(number, value);
        _lows[number & (RingSize - 1)] = -_low.Push(number, -value);
    }

    /// <summary>Highest and lowest of the values 1 to 15, to 30, to 45 … before the last one, as far as the spans reach.</summary>
    public void Before(Span<int> highs, Span<int> lows)
    {
        var (high, low) = (int.MinValue, int.MaxValue);
        for (var step = 0; step < highs.Length; step++)
        {
            var index = (_number - 1 - (Step * step)) & (RingSize - 1);
            high = Math.Max(high, _highs[index]);
            low = Math.Min(low, _lows[index]);
            (highs[step], lows[step]) = (high, low);
        }
    }

    public void Reset()
    {
        _high.Reset();
        _low.Reset();
    }

    private sealed class MonotonicQueue
    {
        // Numbers ascend and values descend from head to tail; the head is the window's highest.
        private readonly (int Number, int Value)[] _items = new (int, int)[16];
        private int _head;
        private int _count;

        public int Push(int number, int value)
        {
            while (_count > 0 && _items[(_head + _count - 1) & 15].Value <= value)
            {
                _count--;
            }

            _items[(_head + _count++) & 15] = (number, value);
            while (_items[_head & 15].Number <= number - Step)
            {
                _head++;
                _count--;
            }

            return _items[_head & 15].Value;
        }

        public void Reset() => (_head, _count) = (0, 0);
    }
}
