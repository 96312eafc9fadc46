using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Checked bars of one entry, in order, stamped with the UTC close.</summary>
public sealed class BarReader : IDisposable
{
    private readonly Stream _stream;
    private readonly LineReader _lines;
    private readonly RowParser _parser;
    private readonly RowLayout _layout;
    private readonly BarChecker _checker = new();
    private readonly SourceZone? _zone;
    private int _day = -1;
    private int _toUtc;

    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: the pair or the zone cannot be told, or the header lacks a column.
    /// </exception>
    public BarReader(BarEntry entry, BarFileOptions options)
        : this(entry, options, PairOf(entry, options), options.Zone ?? DetectZone(entry, options))
    {
    }

    private BarReader(BarEntry entry, BarFileOptions options, Pair pair, SourceZone? zone)
    {
        Pair = pair;
        _zone = zone;
        _stream = entry.Open();
        try
        {
            _lines = new LineReader(_stream, options.MaxBytes);
            _layout = ReadLayout(_lines, options.Format);
            _parser = new RowParser(_layout, pair.Decimals);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Pair of all bars.</summary>
    public Pair Pair { get; }

    /// <summary>Zone used for rows that carry no offset of their own; null when every row does.</summary>
    public SourceZone? Zone => _zone;

    /// <summary>Rows read so far.</summary>
    public ReadReport Report { get; } = new();

    /// <summary>Reads the next bars; 0 at the end.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a bar file, or too large.</exception>
    public int Read(Span<Bar> bars)
    {
        var count = 0;
        try
        {
            while (count < bars.Length && _lines.TryRead(out var line))
            {
                if (line.IsEmpty)
                {
                    continue;
                }

                var rejection = _parser.TryParse(line, out var raw);
                if (rejection == BarRejection.None)
                {
                    bars[count] = ToBar(raw);
                    rejection = _checker.Check(bars[count]);
                }

                Report.Count(rejection, _lines.Number);
                count += rejection == BarRejection.None ? 1 : 0;
            }
        }
        catch (InvalidDataException)
        {
            throw new FaultException(Fault.InvalidInput, $"The compressed data is damaged after line {_lines.Number}.");
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private Bar ToBar(in RawBar raw)
    {
        var minute = raw.Stamp + (_layout.StampsClose ? 0 : 1);
        if (!raw.IsUtc && _zone is { } zone)
        {
            var day = raw.Stamp / MarketCalendar.MinutesPerDay;
            if (day != _day)
            {
                _day = day;
                _toUtc = ZoneDetector.ToUtc(zone, raw.Stamp) - new Minute(raw.Stamp);
            }

            minute += _toUtc;
        }

        return new Bar(Pair, new Minute(minute), raw.Open, raw.High, raw.Low, raw.Close, raw.Volume);
    }

    private static RowLayout ReadLayout(LineReader lines, BarFormat format)
    {
        if (format == BarFormat.HistData)
        {
            return RowLayout.HistData;
        }

        return lines.TryRead(out var header)
            ? RowLayout.FromHeader(header)
            : throw new FaultException(Fault.InvalidInput, "The file is empty: a header was expected.");
    }

    private static Pair PairOf(BarEntry entry, BarFileOptions options) => options.Pair ?? entry.PairInName
        ?? throw new FaultException(
            Fault.InvalidInput, $"No pair can be told from the name '{FaultException.Excerpt(entry.Name)}': give it with --pair.");

    // A first pass over the stamps; ends at once where the rows say that they are UTC.
    private static SourceZone? DetectZone(BarEntry entry, BarFileOptions options)
    {
        using var stream = entry.Open();
        var lines = new LineReader(stream, options.MaxBytes);
        var layout = ReadLayout(lines, options.Format);
        var detector = new ZoneDetector();
        var rows = 0;
        while (lines.TryRead(out var line))
        {
            if (TryStamp(line, layout, out var stamp, out var isUtc))
            {
                if (isUtc)
                {
                    return null;
                }

                detector.Add(stamp - (layout.StampsClose ? 1 : 0));
                rows++;
            }
        }

        return rows == 0 ? SourceZone.Utc : detector.Detect() ?? throw new FaultException(
            Fault.InvalidInput,
            $"The zone of '{FaultException.Excerpt(entry.Name)}' cannot be told from its weeks' opens: give it with --zone ({string.Join(", ", SourceZones.Names)}).");
    }

    private static bool TryStamp(ReadOnlySpan<byte> line, RowLayout layout, out int stamp, out bool isUtc)
    {
        for (var field = 0; field < layout.Time; field++)
        {
            var next = line.IndexOf(layout.Separator);
            line = next < 0 ? default : line[(next + 1)..];
        }

        var end = line.IndexOf(layout.Separator);
        return Stamp.TryParse((end < 0 ? line : line[..end]).Trim((byte)'"'), out stamp, out isUtc) == BarRejection.None;
    }
}
