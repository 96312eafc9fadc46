namespace Bqx.Ingest;

/// <summary>Where the columns of a file are, counted from 0.</summary>
/// <param name="Time">Date and time, or the date where <see cref="Clock"/> holds the time.</param>
/// <param name="Volume">−1 where there is none.</param>
internal sealed record RowLayout(BarFormat Format, byte Separator, int Time, int Open, int High, int Low, int Close, int Volume)
{
    /// <summary>No row has more.</summary>
    public const int MaxColumns = 32;

    public static readonly RowLayout HistData = new(BarFormat.HistData, (byte)';', 0, 1, 2, 3, 4, 5);

    public static readonly RowLayout Mt4 = new(BarFormat.Mt4, (byte)',', 0, 2, 3, 4, 5, 6) { Clock = 1 };

    /// <summary>Column of the time of day; −1 where the time holds it.</summary>
    public int Clock { get; init; } = -1;

    /// <summary>Whether the time is the bar's close and not its open.</summary>
    public bool StampsClose { get; init; }

    /// <summary>Whether the header says that times are UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether the first line is a header.</summary>
    public bool HasHeader { get; init; }

    public DateOrder DateOrder { get; init; }

    /// <summary>Highest index that every row must have.</summary>
    public int LastRequired => Math.Max(Math.Max(Math.Max(Time, Clock), Open), Math.Max(Math.Max(High, Low), Close));
}
