namespace Bqx.Ingest;

/// <summary>Layout of a bar file. All of them stamp a bar with its open.</summary>
public enum BarFormat
{
    /// <summary>Told from the first line.</summary>
    Auto,

    /// <summary>HistData, generic ASCII: <c>YYYYMMDD HHMMSS;O;H;L;C;V</c> without a header.</summary>
    HistData,

    /// <summary>Dukascopy: a header that begins <c>Gmt time</c>, <c>Local time</c> or <c>Time (…)</c>; <c>DD.MM.YYYY HH:MM:SS.fff</c>.</summary>
    Dukascopy,

    /// <summary>MetaTrader 4, and HistData for MetaTrader: <c>YYYY.MM.DD,HH:MM,O,H,L,C,V</c> without a header.</summary>
    Mt4,

    /// <summary>MetaTrader 5: tabs, and a header <c>&lt;DATE&gt; &lt;TIME&gt; &lt;OPEN&gt; …</c>.</summary>
    Mt5,

    /// <summary>
    /// Comma, semicolon or tab, with a header that names a time (or a date and a time) and open, high, low, close and perhaps volume.
    /// Stamped with the open unless the time is named <c>close_time</c>.
    /// </summary>
    Csv,
}
