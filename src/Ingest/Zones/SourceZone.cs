namespace Bqx.Ingest;

/// <summary>The clock in which a source stamps its bars.</summary>
public enum SourceZone
{
    /// <summary>New York's wall clock, daylight saving included (HistData up to 2018).</summary>
    NewYork,

    /// <summary>London's wall clock minus five hours (HistData from 2019).</summary>
    LondonMinus5,

    /// <summary>UTC − 5 all year (what HistData documents).</summary>
    FixedEst,

    Utc,
}
