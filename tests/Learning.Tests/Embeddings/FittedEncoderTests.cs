using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Tests.Training;

namespace Bqx.Learning.Tests.Embeddings;

public sealed class FittedEncoderTests
{
    private static readonly Lazy<Bqx.Learning.Training.TrainingData> Data = new(() => PlantedRows.Build(0));

    private static readonly AutoencoderTrainerOptions Small = new()
    {
        Shape = new AutoencoderOptions { Hidden = [24], Code = 4, Dropout = 0 },
        Epochs = 6,
        Batch = 128,
        LearningRate = 5e-3,
        MaxRows = 6000,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // As many components as features: the constant column of σ̂ scales to 0, the others lose nothing.
    [Fact]
    public void Pca_AllComponents_ReconstructsEverything()
    {
        var pca = PcaTrainer.Fit(Data.Value, Stop);
        pca.Model.Dimensions.ShouldBe(PlantedRows.Features);
        pca.Explained(Data.Value, Data.Value.Test, 2, Stop).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Pca_Embedding_IsTheProjection()
    {
        var data = Data.Value;
        var pca = PcaTrainer.Fit(data, Stop);
        var embeddings = pca.Encode(data, new RowRange(data.Test.First + 5, 2000), 2, Stop);
        var (x, squares) = (new float[PlantedRows.Features], 0.0);
        data.ReadScaled(data.Test.First + 5 + 1999, x);
        foreach (var value in embeddings[data.Test.First + 5 + 1999])
        {
            squares += value * value;
        }

        // An orthogonal map of the centred row; training means are within 1e-3 of 0 after clipping.
        squares.ShouldBe(x.Sum(value => (double)value * value), 0.05);
        embeddings.Slice(new RowRange(data.Test.First + 10, 3)).Points.Values.ShouldBe(
            pca.Encode(data, new RowRange(data.Test.First + 10, 3), 1, Stop).Points.Values);
    }

    [Fact]
    public void Autoencoder_FiveIndependentFeaturesInFour_ExplainsSomeFourFifths()
    {
        var encoder = AutoencoderTrainer.Fit(Data.Value, Small, null, null, Stop);
        encoder.Curve[^1].ValidationLoss.ShouldBeLessThan(encoder.Curve[0].ValidationLoss);
        encoder.Explained(Data.Value, Data.Value.Test, 2, Stop).ShouldBeInRange(0.6, 0.95);
        encoder.Encode(Data.Value, Data.Value.Test, 2, Stop).Points.Dimensions.ShouldBe(4);
    }

    [Fact]
    public void Autoencoder_SameSeed_GivesTheSameEmbeddings_WhateverTheThreadsThatEncode()
    {
        var rows = new RowRange(Data.Value.Test.First, 3000);
        var one = AutoencoderTrainer.Fit(Data.Value, Small with { Epochs = 1 }, null, null, Stop).Encode(Data.Value, rows, 1, Stop);
        var two = AutoencoderTrainer.Fit(Data.Value, Small with { Epochs = 1 }, null, null, Stop).Encode(Data.Value, rows, 2, Stop);
        two.Points.Values.ShouldBe(one.Points.Values);
    }
}
