namespace Bqx.Learning.Neural.Kernels;

/// <summary>Work that falls into blocks that do not touch each other's results, so that threads change nothing.</summary>
internal interface IBlock
{
    void Run(int block);
}
