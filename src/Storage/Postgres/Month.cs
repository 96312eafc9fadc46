using Bqx.Core;

namespace Bqx.Storage;

/// <summary>A calendar month, UTC: the range of a leaf partition, closed below and open above.</summary>
internal readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>The month that a bar's close lies in.</summary>
    public static Month Of(Minute close)
    {
        var time = close.ToDateTime();
        return new Month(time.Year, time.Month);
    }

    public Month Next => Plus(1);

    /// <summary>The month some months later, or earlier where the number is negative.</summary>
    public Month Plus(int months)
    {
        var count = (Year * 12) + Number - 1 + months;
        return new Month(count / 12, (count % 12) + 1);
    }

    /// <summary>Its first minute.</summary>
    public Minute Start => Minute.Floor(new DateTimeOffset(Year, Number, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Suffix of a leaf's name, such as <c>2017_01</c>.</summary>
    public override string ToString() => $"{Year:0000}_{Number:00}";

    /// <summary>Its first day in SQL.</summary>
    public string ToDate() => $"{Year:0000}-{Number:00}-01";

    /// <summary>Its first instant in SQL.</summary>
    public string ToSql() => $"{Year:0000}-{Number:00}-01 00:00+00";

    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));
}
