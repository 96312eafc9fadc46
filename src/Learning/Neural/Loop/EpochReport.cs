namespace Bqx.Learning.Neural.Loop;

/// <summary>What an epoch came to: a point of the loss curves.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="TrainLoss">Mean loss of its batches, each before its step.</param>
/// <param name="ValidationLoss">After it.</param>
/// <param name="LearningRate">Of its last step.</param>
public readonly record struct EpochReport(int Epoch, double TrainLoss, double ValidationLoss, double LearningRate);
