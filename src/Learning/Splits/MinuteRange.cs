namespace Bqx.Learning.Splits;

/// <summary>A range of market-minute numbers, both ends included.</summary>
public readonly record struct MinuteRange(int First, int Last)
{
    /// <summary>Minutes in it; 0 or less when it is empty.</summary>
    public int Length => Last - First + 1;

    /// <summary>Whether a market minute lies in it.</summary>
    public bool Contains(int number) => number >= First && number <= Last;
}
