using System.Collections.Immutable;
using System.Globalization;
using Bqx.Learning.Inspection;

namespace Bqx.Trainer.Runs;

/// <summary>Places of a net's inputs, from 1, and what they say of the embedding.</summary>
internal sealed class InputRanks(NetInspection inspection)
{
    private const int First = 50;

    /// <summary>All inputs, the most important first.</summary>
    public ImmutableArray<(int Rank, InputImportance Input)> All { get; } =
        [.. inspection.Inputs.Index().Select(input => (input.Index + 1, input.Item))];

    /// <summary>Where the embedding stands among the features.</summary>
    public string Sentence
    {
        get
        {
            var embedding = All.Where(ranked => ranked.Input.IsEmbedding).ToList();
            var rows = inspection.Rows.ToString("N0", CultureInfo.InvariantCulture);
            var start = $"{All.Length} inputs of {inspection.Model}, each permuted by itself on {rows} rows that no net was fitted on.";
            if (embedding.Count == 0)
            {
                return $"{start} None of them is an embedding.";
            }

            var helped = All.Sum(ranked => Math.Max(0, ranked.Input.Value));
            var share = helped > 0 ? embedding.Sum(ranked => Math.Max(0, ranked.Input.Value)) / helped : 0;
            var among = embedding.Count(ranked => ranked.Rank <= First);
            return $"{start} The first {Math.Min(First, All.Length)} hold {among} of the {embedding.Count} dimensions of the "
                + $"embedding; the best of them is at place {embedding[0].Rank}, and together they have {FigureText.Percent(share)} "
                + "of what helps.";
        }
    }

    /// <summary>Feature or embedding.</summary>
    public static string KindOf(InputImportance input) => input.IsEmbedding ? "embedding" : "feature";
}
