using Bqx.Core;

namespace Bqx.Server.Quality;

/// <summary>The samples of the last market minutes by minute and pair: 3.2 MB for a week. Used by one thread.</summary>
internal sealed class QualityRing(int capacity)
{
    private readonly QualitySample?[] _samples = new QualitySample?[capacity * Pair.Count];
    private readonly int[] _numbers = new int[capacity];

    /// <summary>The samples of a minute by pair index; empty where there are none.</summary>
    public Span<QualitySample?> Find(int number) => number > 0 && _numbers[number % capacity] == number ? Slots(number) : [];

    /// <summary>The samples of a minute, to be written; what had its place is gone.</summary>
    public Span<QualitySample?> Open(int number)
    {
        var slots = Slots(number);
        if (_numbers[number % capacity] != number)
        {
            _numbers[number % capacity] = number;
            slots.Clear();
        }

        return slots;
    }

    private Span<QualitySample?> Slots(int number) => _samples.AsSpan(number % capacity * Pair.Count, Pair.Count);
}
