using Bqx.Learning.Neural.Runtime;

namespace Bqx.Learning.Neural.Loop;

/// <summary>The network's own loss in its inference form: the mean over all rows of a source.</summary>
internal sealed class LossValidator(IBatchSource source, RuntimeOptions options) : IValidator
{
    private readonly int[] _rows = [.. Enumerable.Range(0, source.Rows)];

    public double Validate(FittedNetwork candidate)
    {
        using var session = NetworkSession.OpenLoss(candidate, options);
        var sum = 0.0;
        session.Run(source, _rows, (_, count, outputs) => sum += (double)outputs[0][0] * count);
        return sum / _rows.Length;
    }
}
