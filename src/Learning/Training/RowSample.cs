using Bqx.Learning.Datasets;

namespace Bqx.Learning.Training;

/// <summary>Rows spread evenly over a range.</summary>
internal static class RowSample
{
    /// <summary>At most so many rows, ascending.</summary>
    public static int[] Of(RowRange range, int most)
    {
        var rows = new int[Math.Min(range.Count, most)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = range.First + (int)((long)i * range.Count / rows.Length);
        }

        return rows;
    }
}
