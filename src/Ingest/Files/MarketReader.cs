using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Bars of several pairs, one entry each, minute by minute in time order; all entries are read at once, block by block.</summary>
public static class MarketReader
{
    private const int BlockLength = 4_096;

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: two entries hold the same pair, or one cannot be read.</exception>
    public static IEnumerable<MinuteBars> Read(IReadOnlyList<BarEntry> entries, BarFileOptions options)
    {
        var cursors = new List<Cursor>();
        try
        {
            foreach (var entry in entries)
            {
                var cursor = new Cursor(new BarReader(entry, options));
                if (cursors.Exists(other => other.Pair == cursor.Pair))
                {
                    cursor.Dispose();
                    throw new FaultException(
                        Fault.InvalidInput, $"{cursor.Pair} is in more than one file, the second is {FaultException.Excerpt(entry.Name)}: give one a pair.");
                }

                cursors.Add(cursor);
            }

            cursors.Sort((one, other) => one.Pair.CompareTo(other.Pair));
            while (Next(cursors) is { } minute)
            {
                yield return minute;
            }
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }

    private static MinuteBars? Next(List<Cursor> cursors)
    {
        Minute? earliest = null;
        foreach (var cursor in cursors)
        {
            earliest = cursor.Current is { } bar && !(bar.Close >= earliest) ? bar.Close : earliest;
        }

        if (earliest is not { } close)
        {
            return null;
        }

        var bars = new Bar[cursors.Count];
        var count = 0;
        foreach (var cursor in cursors)
        {
            if (cursor.Current is { } bar && bar.Close == close)
            {
                bars[count++] = bar;
                cursor.Advance();
            }
        }

        return new MinuteBars(close, bars.AsMemory(0, count));
    }

    private sealed class Cursor : IDisposable
    {
        private readonly BarReader _reader;
        private readonly Bar[] _block = new Bar[BlockLength];
        private int _next;
        private int _count;

        public Cursor(BarReader reader)
        {
            _reader = reader;
            _count = reader.Read(_block);
        }

        public Pair Pair => _reader.Pair;

        public Bar? Current => _next < _count ? _block[_next] : null;

        public void Advance()
        {
            if (++_next == _count)
            {
                _count = _reader.Read(_block);
                _next = 0;
            }
        }

        public void Dispose() => _reader.Dispose();
    }
}
