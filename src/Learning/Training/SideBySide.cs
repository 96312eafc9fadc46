using System.Runtime.ExceptionServices;

namespace Bqx.Learning.Training;

/// <summary>Runs pieces of work on several threads; the first failure is thrown as it is.</summary>
internal static class SideBySide
{
    /// <summary>Runs pieces 0 to count − 1.</summary>
    public static void Run(int count, int threads, Action<int> piece, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, piece);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
