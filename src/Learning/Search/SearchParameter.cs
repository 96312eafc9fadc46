using Bqx.Core;

namespace Bqx.Learning.Search;

/// <summary>A parameter that is searched over.</summary>
public sealed record SearchParameter
{
    /// <param name="name">Its name.</param>
    /// <param name="low">Least value.</param>
    /// <param name="high">Greatest value.</param>
    /// <param name="scale">How values lie between them.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the ends are out of order, or not above 0 on a logarithmic scale.</exception>
    public SearchParameter(string name, double low, double high, SearchScale scale = SearchScale.Linear)
    {
        if (!(low <= high) || (scale == SearchScale.Logarithmic && low <= 0))
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"{name} cannot be searched from {low} to {high}: the first must not be greater, and on a logarithmic scale above 0.");
        }

        (Name, Low, High, Scale) = (name, low, high, scale);
    }

    public string Name { get; }

    public double Low { get; }

    public double High { get; }

    public SearchScale Scale { get; }

    /// <summary>The value at a share of the way, 0 to less than 1.</summary>
    public double At(double share) => Scale switch
    {
        SearchScale.Logarithmic => Low * Math.Pow(High / Low, share),
        SearchScale.Integer => Math.Min(Math.Floor(High), Math.Ceiling(Low) + Math.Floor(share * (Math.Floor(High) - Math.Ceiling(Low) + 1))),
        _ => Low + (share * (High - Low)),
    };
}
