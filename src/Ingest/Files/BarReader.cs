using System.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Checked bars of one entry, in order, stamped with the UTC close.</summary>
public sealed class BarReader : IDisposable
{
    private readonly Stream _stream;
    private readonly LineReader _lines;
    private readonly RowParser _parser;
    private readonly RowLayout _layout;
    private readonly BarChecker _checker;
    private readonly SourceZone? _zone;

    // Checked bars that are still to be given out: at most a suspect and the bar that confirmed it.
    private readonly Queue<Bar> _ready = new();
    private (Bar Bar, RejectedRow Row)? _suspect;
    private int _hour = -1;
    private int _toUtc;

    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: the format, the pair or the zone cannot be told, or the header lacks a column.
    /// </exception>
    public BarReader(BarEntry entry, BarFileOptions options)
    {
        Pair = PairOf(entry, options);
        var survey = FileSurvey.Of(entry, options);
        (_layout, _zone) = (survey.Layout, survey.Zone);
        _parser = new RowParser(_layout, Pair.Decimals);
        _checker = new BarChecker(options.AcceptSpikes);
        _stream = entry.Open();
        try
        {
            _lines = new LineReader(_stream, options.MaxBytes);
            LayoutFinder.Find(_lines, options);
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

    /// <summary>Format that the file was found to have.</summary>
    public BarFormat Format => _layout.Format;

    /// <summary>Rows read so far.</summary>
    public ReadReport Report { get; } = new();

    /// <summary>Reads the next bars; 0 at the end.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a bar file, or too large.</exception>
    public int Read(Span<Bar> bars)
    {
        var count = 0;
        while (count < bars.Length)
        {
            if (_ready.TryDequeue(out var bar))
            {
                bars[count++] = bar;
            }
            else if (_lines.TryRead(out var line))
            {
                Take(line);
            }
            else
            {
                DropSuspect();
                break;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        var rejection = _parser.TryParse(line, out var raw);
        if (rejection != BarRejection.None)
        {
            var known = _parser.TryTime(line, out var stamp, out var isUtc) == BarRejection.None;
            Report.Reject(RowOf(line, known ? CloseOf(stamp, isUtc) : null, rejection));
            return;
        }

        var bar = new Bar(Pair, CloseOf(raw.Stamp, raw.IsUtc), raw.Open, raw.High, raw.Low, raw.Close, raw.Volume);
        var verdict = _checker.Check(bar);
        Settle(verdict);
        if (verdict.Rejection == BarRejection.None)
        {
            Give(bar);
        }
        else if (verdict.MayBeConfirmed)
        {
            _suspect = (bar, RowOf(line, bar.Close, BarRejection.Spike));
        }
        else
        {
            Report.Reject(RowOf(line, bar.Close, verdict.Rejection));
        }
    }

    // Whatever is said of a later bar decides on the suspect before it; a row out of place decides nothing.
    private void Settle(BarVerdict verdict)
    {
        if (verdict.ConfirmsSuspect && _suspect is { } suspect)
        {
            _suspect = null;
            Give(suspect.Bar);
        }
        else if (verdict.Rejection is BarRejection.None or BarRejection.Spike)
        {
            DropSuspect();
        }
    }

    private void Give(in Bar bar)
    {
        Report.Accept();
        _ready.Enqueue(bar);
    }

    private void DropSuspect()
    {
        if (_suspect is { } suspect)
        {
            _suspect = null;
            Report.Reject(suspect.Row);
        }
    }

    private RejectedRow RowOf(ReadOnlySpan<byte> line, Minute? close, BarRejection reason) =>
        new(_lines.Number, close, reason, Encoding.UTF8.GetString(line[..Math.Min(line.Length, RejectedRow.MaxRaw)]));

    private Minute CloseOf(int stamp, bool isUtc)
    {
        var minute = new Minute(stamp + (_layout.StampsClose ? 0 : 1));
        if (isUtc || _zone is not { } zone)
        {
            return minute;
        }

        if (stamp / 60 != _hour)
        {
            _hour = stamp / 60;
            _toUtc = zone.ToUtc(stamp) - new Minute(stamp);
        }

        return minute + _toUtc;
    }

    private static Pair PairOf(BarEntry entry, BarFileOptions options) => options.Pair ?? entry.PairInName
        ?? throw new FaultException(
            Fault.InvalidInput, $"No pair can be told from the name '{FaultException.Excerpt(entry.Name)}': give it with --pair.");
}
