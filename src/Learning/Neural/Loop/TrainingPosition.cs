namespace Bqx.Learning.Neural.Loop;

/// <summary>How far a training is: with the carried tensors, all that the rest of it depends on.</summary>
internal sealed class TrainingPosition
{
    /// <summary>Steps taken.</summary>
    public long Step { get; set; }

    /// <summary>Epochs completed.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps taken of the epoch under way.</summary>
    public int StepInEpoch { get; set; }

    /// <summary>Sum of the losses of the epoch under way.</summary>
    public double LossSum { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    public int BestEpoch { get; set; }

    /// <summary>Epochs since the best loss, or since the learning rate was last reduced.</summary>
    public int EpochsOnPlateau { get; set; }

    /// <summary>How often a plateau reduced the learning rate.</summary>
    public int Reductions { get; set; }

    public List<EpochReport> Curve { get; } = [];

    /// <summary>Notes a validation loss. Returns whether it is the best.</summary>
    public bool Judge(double loss, double smallestGain, int plateauEpochs)
    {
        if (loss < BestLoss - smallestGain || (Epoch == 0 && double.IsPositiveInfinity(BestLoss)))
        {
            (BestLoss, BestEpoch, EpochsOnPlateau) = (loss, Epoch, 0);
            return true;
        }

        if (++EpochsOnPlateau >= plateauEpochs)
        {
            (EpochsOnPlateau, Reductions) = (0, Reductions + 1);
        }

        return false;
    }
}
