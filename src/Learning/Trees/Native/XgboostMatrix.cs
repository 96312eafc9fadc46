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
    public static XgboostMatrix Create(ReadOnlySpan<float> rows, int columns)
    {
        XgboostLibrary.Check(XgboostNative.CreateMatrix(rows, (ulong)(rows.Length / columns), (ulong)columns, float.NaN, out var handle));
        return new XgboostMatrix(handle);
    }

    /// <param name="labels">One a row.</param>
    public void Label(ReadOnlySpan<float> labels) =>
        XgboostLibrary.Check(XgboostNative.SetFloats(this, "label", labels, (ulong)labels.Length));

    protected override bool ReleaseHandle() => XgboostNative.FreeMatrix(handle) == 0;
}
