using System.Runtime.InteropServices;

namespace Bqx.Learning.Trees.Native;

/// <summary>Rows that XGBoost has copied.</summary>
internal sealed class XgboostMatrix : SafeHandle
{
    private XgboostMatrix(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <param name="rows">Row-major; NaN is missing.</param>
    /// <param name="columns">Values in a row.</param>
    /// <param name="labels">One a row, or none.</param>
    public static XgboostMatrix Create(ReadOnlySpan<float> rows, int columns, ReadOnlySpan<float> labels)
    {
        XgboostLibrary.Check(XgboostNative.CreateMatrix(rows, (ulong)(rows.Length / columns), (ulong)columns, float.NaN, out var handle));
        var matrix = new XgboostMatrix(handle);
        if (labels.Length > 0)
        {
            XgboostLibrary.Check(XgboostNative.SetFloats(matrix, "label", labels, (ulong)labels.Length));
        }

        return matrix;
    }

    protected override bool ReleaseHandle() => XgboostNative.FreeMatrix(handle) == 0;
}
