using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class BundledGraphsTests
{
    private const int Features = 3;
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");
    private static readonly Pair Gbpusd = Pair.Parse("GBPUSD");

    private readonly SumEncoder _encoder = new();
    private readonly ImmutableArray<PairHead> _heads = [.. Pair.All.Select(pair => new PairHead(pair.Index))];

    [Fact]
    public void Predict_RowsInAnyOrder_GoToTheHeadsOfTheirPairs()
    {
        using var model = Create();
        var outputs = new ModelOutput[3];

        model.Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [Gbpusd, Eurusd, Gbpusd], outputs);

        // BQX: 1000 × index of the pair + first feature. Log RV: what the encoder made of the row, its sum.
        outputs.Select(output => output.Bqx).ShouldBe(
            [(1000 * Gbpusd.Index) + 1, (1000 * Eurusd.Index) + 4, (1000 * Gbpusd.Index) + 7]);
        outputs.Select(output => output.LogRv).ShouldBe([6, 15, 24]);
        _encoder.Runs.ShouldBe(1);
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(29, 2)]
    [InlineData(100, 4)]
    public void Predict_ManyRows_EncodesThemInBatchesOf28(int rows, int batches)
    {
        using var model = Create();
        var features = Enumerable.Range(0, rows * Features).Select(i => (float)i).ToArray();
        var outputs = new ModelOutput[rows];

        model.Predict(features, [.. Enumerable.Repeat(Eurusd, rows)], outputs);

        outputs.Select(output => output.LogRv).ShouldBe(Enumerable.Range(0, rows).Select(row => (9f * row) + 3));
        _encoder.Runs.ShouldBe(batches);
    }

    [Fact]
    public void Predict_Bar_AllocatesNothing()
    {
        using var model = Create();
        var (features, outputs) = (new float[Pair.Count * Features], new ModelOutput[Pair.Count]);
        var pairs = Pair.All;
        model.Predict(features, pairs.AsSpan(), outputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var bar = 0; bar < 10; bar++)
        {
            model.Predict(features, pairs.AsSpan(), outputs);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Dispose_FreesEncoderAndEveryHead()
    {
        Create().Dispose();

        _encoder.IsDisposed.ShouldBeTrue();
        _heads.ShouldAllBe(head => head.IsDisposed);
    }

    private BundledGraphs Create() => new(_encoder, [.. _heads], Features);

    private sealed class SumEncoder : IModel
    {
        public int Runs { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
        {
            Runs++;
            for (var row = 0; row < rows.Length / Features; row++)
            {
                var (values, sum) = (rows.Slice(row * Features, Features), 0f);
                foreach (var value in values.Span)
                {
                    sum += value;
                }

                outputs.Slice(row * ModelKinds.EmbeddingCount, ModelKinds.EmbeddingCount).Fill(sum);
            }
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class PairHead(int index) : IModel
    {
        public bool IsDisposed { get; private set; }

        public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
        {
            outputs[0] = (1000 * index) + rows.Span[0];
            outputs[1] = rows.Span[Features + ModelKinds.EmbeddingCount - 1];
            outputs[2..].Fill(0.2f);
        }

        public void Dispose() => IsDisposed = true;
    }
}
