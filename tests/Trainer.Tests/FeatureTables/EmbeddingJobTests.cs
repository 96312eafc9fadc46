using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Storage;
using Bqx.TestKit;
using Bqx.Trainer.FeatureTables;

namespace Bqx.Trainer.Tests.FeatureTables;

/// <summary>Embeddings on their way into PostgreSQL and back.</summary>
public sealed class EmbeddingJobTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private const int Width = 64;
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2024, 1, 29, 0, 0, 0, TimeSpan.Zero));
    private static readonly Lazy<Task<Dataset>> Rows = new(() => DatasetBuilder.BuildAsync(
        InMemoryBars.Stream(new SyntheticMarket(4, SyntheticOptions.GaussianWalk).Generate(Start, Start + (5 * 1440))),
        new DatasetOptions { Stride = 60 },
        null,
        CancellationToken.None));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_RowsOfTwoMonths_ComeBackByPairWithTheirEncoder()
    {
        await using var storage = PostgresStorage.Open(await fixture.ConnectionStringAsync());
        var matrix = (await Rows.Value).Matrix;
        var embeddings = Embeddings(new RowRange(28, matrix.Rows - 28), offset: 0);

        (await new EmbeddingJob(storage.Features).RunAsync(matrix, embeddings, Digest.Of("one"u8), Stop)).ShouldBe(matrix.Rows - 28);

        var rows = Enumerable.Range(28, matrix.Rows - 28).Where(row => matrix[row].Pair == EurUsd).ToList();
        rows.Select(row => matrix[row].Close.ToString()[..7]).Distinct().ShouldBe(["2024-01", "2024-02"]);
        var stored = await ReadAsync(storage, Digest.Of("one"u8));
        stored.Closes.ToArray().ShouldBe([.. rows.Select(row => matrix[row].Close)]);
        stored.Values.ToArray().ShouldBe([.. rows.SelectMany(row => embeddings[row].ToArray())]);
        (await ReadAsync(storage, Digest.Of("two"u8))).Closes.Length.ShouldBe(0);

        await new EmbeddingJob(storage.Features).RunAsync(
            matrix, Embeddings(new RowRange(28, matrix.Rows - 28), offset: 0.5f), Digest.Of("two"u8), Stop);

        (await ReadAsync(storage, Digest.Of("one"u8))).Closes.Length.ShouldBe(0);
        (await ReadAsync(storage, Digest.Of("two"u8))).Values.Span[0].ShouldBe(stored.Values.Span[0] + 0.5f);
    }

    private static RowEmbeddings Embeddings(RowRange rows, float offset) => new(
        rows, new PointSet([.. Enumerable.Range(0, rows.Count * Width).Select(i => offset + (i % 7919))], Width));

    private static Task<FeatureTable> ReadAsync(PostgresStorage storage, Digest encoder) => storage.Features.ReadTableAsync(
        new FeatureTableQuery(EmbeddingJob.Table, EurUsd, EmbeddingJob.Columns, Start, Start + (6 * 1440), encoder), Stop);
}
