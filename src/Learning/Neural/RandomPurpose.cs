namespace Bqx.Learning.Neural;

/// <summary>Streams of random numbers of one seed.</summary>
internal static class RandomPurpose
{
    public const int Initialization = 1;

    public const int Order = 2;

    /// <summary>The first of as many as there are masks.</summary>
    public const int Dropout = 16;
}
