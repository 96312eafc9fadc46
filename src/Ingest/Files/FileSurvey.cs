using System.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>What a first pass over a file tells: its layout, the order of its dates and its zone.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Zone">Zone of its times; null where they carry their own offset.</param>
internal sealed record FileSurvey(RowLayout Layout, SourceZone? Zone)
{
    private const int OrderRows = 100_000;

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: something cannot be told, or was told wrongly.</exception>
    public static FileSurvey Of(BarEntry entry, BarFileOptions options)
    {
        var layout = Order(entry, options);
        using var stream = entry.Open();
        var lines = new LineReader(stream, options.MaxBytes);
        LayoutFinder.Find(lines, options);
        return new FileSurvey(layout, FindZone(entry, options, lines, new RowParser(layout, 0), layout.StampsClose));
    }

    private static RowLayout Order(BarEntry entry, BarFileOptions options)
    {
        using var stream = entry.Open();
        var lines = new LineReader(stream, options.MaxBytes);
        var layout = LayoutFinder.Find(lines, options);
        if (layout.DateOrder != DateOrder.Auto)
        {
            return layout;
        }

        var parser = new RowParser(layout, 0);
        var example = "";
        for (var row = 0; row < OrderRows && lines.TryRead(out var line); row++)
        {
            if (!parser.IsYearLast(line, out var told))
            {
                if (row >= 10 && example.Length == 0)
                {
                    return layout;
                }
            }
            else if (told != DateOrder.Auto)
            {
                return layout with { DateOrder = told };
            }
            else
            {
                example = example.Length > 0 ? example : Encoding.UTF8.GetString(line[..10]);
            }
        }

        return example.Length == 0 ? layout : throw new FaultException(
            Fault.InvalidInput,
            $"Dates such as '{FaultException.Excerpt(example)}' may have the day or the month first, and no row tells: give --date-order day-first or month-first.");
    }

    // Ends at once where the rows say that they are UTC.
    private static SourceZone? FindZone(BarEntry entry, BarFileOptions options, LineReader lines, RowParser parser, bool closes)
    {
        var detector = new ZoneDetector();
        var rows = 0;
        while (lines.TryRead(out var line))
        {
            if (parser.TryTime(line, out var stamp, out var isUtc) != BarRejection.None)
            {
                continue;
            }

            if (isUtc)
            {
                return null;
            }

            detector.Add(stamp - (closes ? 1 : 0));
            rows++;
        }

        return options.Zone is { } given ? Confirm(entry, detector, given)
            : rows == 0 ? SourceZone.Utc
            : detector.Detect() ?? throw new FaultException(
                Fault.InvalidInput,
                $"The zone of '{FaultException.Excerpt(entry.Name)}' cannot be told from its weeks' opens: give it with --zone ({string.Join(", ", SourceZones.Names)}).");
    }

    private static SourceZone Confirm(BarEntry entry, ZoneDetector detector, SourceZone given) =>
        2 * detector.Fits(given) > detector.Weeks || detector.Detect() is not { } better
            ? given
            : throw new FaultException(
                Fault.InvalidInput,
                $"'{FaultException.Excerpt(entry.Name)}' is not in {given}: {detector.Fits(given)} of its {detector.Weeks} weeks would open on "
                + $"Sunday 17:00 New York time, in {better} {detector.Fits(better)} do. Leave --zone out, or give {better}.");
}
