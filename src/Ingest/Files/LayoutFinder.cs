using System.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Finds the layout of a file from its first line. What is no text is refused by name.</summary>
internal static class LayoutFinder
{
    /// <summary>The layout; a header has been read, a row has not.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it has no known layout, or not the one that was asked for.</exception>
    public static RowLayout Find(LineReader lines, BarFileOptions options)
    {
        if (!TryFirst(lines, out var line))
        {
            throw new FaultException(Fault.InvalidInput, "The file is empty: bars were expected.");
        }

        RefuseBinary(line);
        var layout = Choose(line, options) with { DateOrder = options.DateOrder };
        if (!layout.HasHeader)
        {
            lines.Unread();
        }

        return layout;
    }

    private static bool TryFirst(LineReader lines, out ReadOnlySpan<byte> line)
    {
        while (lines.TryRead(out line))
        {
            if (!line.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static RowLayout Choose(ReadOnlySpan<byte> line, BarFileOptions options)
    {
        if (options.Columns is { } columns)
        {
            return HeaderLayout.Of(columns, line);
        }

        switch (options.Format)
        {
            case BarFormat.HistData:
                return RowLayout.HistData;
            case BarFormat.Mt4:
                return RowLayout.Mt4;
            case BarFormat.Auto when char.IsAsciiDigit((char)line[0]):
                return Headerless(line);
        }

        var layout = HeaderLayout.Read(line);
        return options.Format is BarFormat.Auto or BarFormat.Csv || options.Format == layout.Format
            ? layout
            : throw new FaultException(
                Fault.InvalidInput,
                $"The header '{Excerpt(line)}' is not that of {BarFormats.NameOf(options.Format)} but of {BarFormats.NameOf(layout.Format)}.");
    }

    private static RowLayout Headerless(ReadOnlySpan<byte> line)
    {
        if (line.Length > 16 && line[8] == ' ' && line[15] == ';')
        {
            return RowLayout.HistData;
        }

        return line.Length > 16 && line[4] == '.' && line[10] == ',' && line[13] == ':'
            ? RowLayout.Mt4
            : throw new FaultException(
                Fault.InvalidInput,
                $"The first line, '{Excerpt(line)}', is that of no known format without a header: those are histdata "
                + "(20170102 070000;O;H;L;C;V) and mt4 (2017.01.02,07:00,O,H,L,C,V). Others need --columns, such as time=1,open=2,high=3,low=4,close=5.");
    }

    private static void RefuseBinary(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("PK\u0003\u0004"u8))
        {
            throw new FaultException(Fault.InvalidInput, "This is a spreadsheet or an archive within an archive: export it as CSV, or unpack it.");
        }

        if (line is [0x5D, 0, 0, ..])
        {
            throw Bi5();
        }

        if (line.Contains((byte)0))
        {
            throw new FaultException(Fault.InvalidInput, "This is not UTF-8 text: save it as CSV in UTF-8.");
        }
    }

    /// <summary>Says what to do instead of Dukascopy's binary files.</summary>
    public static FaultException Bi5() => new(
        Fault.InvalidInput, "Dukascopy's .bi5 files are LZMA-compressed, which is not read here: export one-minute bid candles as CSV.");

    private static string Excerpt(ReadOnlySpan<byte> line) => FaultException.Excerpt(Encoding.UTF8.GetString(line));
}
