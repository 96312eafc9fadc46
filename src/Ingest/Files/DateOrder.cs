namespace Bqx.Ingest;

/// <summary>Order of year, month and day in dates with the year last, such as 01/02/2017. Dates with the year first need none.</summary>
public enum DateOrder
{
    /// <summary>Told from the rows: a day above 12 settles it. Dates with dots have the day first.</summary>
    Auto,

    DayFirst,

    MonthFirst,
}
