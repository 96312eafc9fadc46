namespace Bqx.Learning.Search;

/// <summary>How values of a parameter are spread between its ends.</summary>
public enum SearchScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly in the logarithm; both ends are above 0.</summary>
    Logarithmic,

    /// <summary>Whole numbers, evenly, both ends included.</summary>
    Integer,
}
