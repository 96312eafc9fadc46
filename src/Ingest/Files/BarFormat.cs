namespace Bqx.Ingest;

/// <summary>Layout of a bar file.</summary>
public enum BarFormat
{
    /// <summary><c>YYYYMMDD HHMMSS;O;H;L;C;V</c> without a header, stamped with the open.</summary>
    HistData,

    /// <summary>
    /// Comma, semicolon or tab, with a header that names a time and open, high, low, close and perhaps volume. Stamped with the open
    /// unless the time is named <c>close_time</c>.
    /// </summary>
    Csv,
}
