using System.Buffers;
using System.Buffers.Binary;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Reads months of bars: every leaf as one binary COPY, decoded by hand.</summary>
internal sealed class MonthReader(IReads database)
{
    // Leaves read at the same time: two keep two cores busy, and leave connections for others.
    private const int Parallel = 2;

    // Field count, ts, four prices, volume, flags, each with its length.
    private const int RowLength = 2 + 12 + (4 * 8) + 8 + 6;

    /// <summary>Leaves in a range, by month.</summary>
    public Task<IReadOnlyList<(Month Month, List<Pair> Pairs)>> MonthsAsync(
        Minute? after, Minute? upTo, CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<(Month, List<Pair>)>>(
        async connection =>
        {
            var months = new SortedDictionary<Month, List<Pair>>();
            foreach (var leaf in await Leaf.ListAsync(connection, PartitionedTable.Bars, cancellationToken))
            {
                if (!(leaf.Month.Next.Start <= after) && !(leaf.Month.Start > upTo))
                {
                    (months.TryGetValue(leaf.Month, out var pairs) ? pairs : months[leaf.Month] = []).Add(leaf.Pair);
                }
            }

            return [.. months.Select(month => (month.Key, month.Value))];
        },
        cancellationToken);

    /// <summary>The bars of a month with after &lt; close ≤ upTo.</summary>
    public async Task<MonthBars> ReadAsync(
        (Month Month, List<Pair> Pairs) month, Minute? after, Minute? upTo, CancellationToken cancellationToken)
    {
        var bars = new Bar[Pair.Count][];
        Array.Fill(bars, []);

        // The pair is the first column of the key: with it the end of a month is found in the index.
        var where = $"ts > '{(after ?? (month.Month.Start - 1)).ToSql()}' and ts <= '{(upTo ?? month.Month.Next.Start).ToSql()}'";
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(month.Pairs, options, async (pair, stop) =>
        {
            var query = $"copy (select ts, open, high, low, close, volume, flags from {PartitionedTable.Bars.Of(pair, month.Month)} "
                + $"where pair = '{pair.Name}' and {where}) to stdout (format binary)";
            bars[pair.Index] = await database.RunAsync(connection => ReadAsync(connection, pair, query, stop), stop);
        });
        return new MonthBars(bars);
    }

    private static async Task<Bar[]> ReadAsync(NpgsqlConnection connection, Pair pair, string query, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            var length = 0;
            await using var stream = await connection.BeginRawBinaryCopyAsync(query, cancellationToken);
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return Decode(pair, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Bar[] Decode(Pair pair, ReadOnlySpan<byte> stream)
    {
        var rows = stream[CopyBuffer.HeaderLength..^2];
        if (rows.Length % RowLength != 0)
        {
            throw new FaultException(Fault.StorageUnavailable, $"Bars of {pair} came in an unknown form.");
        }

        var bars = new Bar[rows.Length / RowLength];
        var ordered = true;
        for (var i = 0; i < bars.Length; i++)
        {
            var row = rows.Slice(i * RowLength, RowLength);
            var micros = BinaryPrimitives.ReadInt64BigEndian(row[6..]);
            bars[i] = new Bar(
                pair,
                new Minute((int)(micros / CopyBuffer.MinuteMicroseconds) + CopyBuffer.EpochMinutes),
                BinaryPrimitives.ReadInt32BigEndian(row[18..]),
                BinaryPrimitives.ReadInt32BigEndian(row[26..]),
                BinaryPrimitives.ReadInt32BigEndian(row[34..]),
                BinaryPrimitives.ReadInt32BigEndian(row[42..]),
                BinaryPrimitives.ReadSingleBigEndian(row[50..]),
                (BarFlags)BinaryPrimitives.ReadInt16BigEndian(row[58..]));
            ordered &= i == 0 || bars[i - 1].Close < bars[i].Close;
        }

        // Rows lie in the order in which they were written, nearly always that of time; a repair moves one to the end.
        if (!ordered)
        {
            Array.Sort(bars, (left, right) => left.Close.CompareTo(right.Close));
        }

        return bars;
    }
}
