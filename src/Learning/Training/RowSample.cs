using Bqx.Learning.Datasets;

namespace Bqx.Learning.Training;

/// <summary>Rows spread evenly over a range or a list.</summary>
internal static class RowSample
{
    /// <summary>At most so many rows, ascending.</summary>
    public static int[] Of(RowRange range, int most) => Array.ConvertAll(Places(range.Count, most), place => range.First + place);

    /// <summary>At most so many of these rows, in their order.</summary>
    public static int[] Of(int[] rows, int most) => Array.ConvertAll(Places(rows.Length, most), place => rows[place]);

    private static int[] Places(int count, int most)
    {
        var places = new int[Math.Min(count, most)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (int)((long)i * count / places.Length);
        }

        return places;
    }
}
