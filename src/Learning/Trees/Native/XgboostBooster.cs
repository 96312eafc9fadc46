using System.Globalization;
using System.Runtime.InteropServices;

namespace Bqx.Learning.Trees.Native;

/// <summary>A model that XGBoost is growing.</summary>
internal sealed class XgboostBooster : SafeHandle
{
    private static ReadOnlySpan<byte> EvaluationName => "rows\0"u8;

    private XgboostBooster(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>An empty model over matrices of one width, which stay alive while it is in use.</summary>
    public static XgboostBooster Create(params ReadOnlySpan<XgboostMatrix> matrices)
    {
        var handles = Handles(matrices);
        XgboostLibrary.Check(XgboostNative.CreateBooster(handles, (ulong)handles.Length, out var handle));
        return new XgboostBooster(handle);
    }

    public void Set(string name, string value) => XgboostLibrary.Check(XgboostNative.SetParameter(this, name, value));

    /// <summary>Grows the trees of a round.</summary>
    public void Update(int round, XgboostMatrix train) => XgboostLibrary.Check(XgboostNative.Update(this, round, train));

    /// <summary>The objective's own metric over labelled rows: root mean squared error, or mean cross-entropy.</summary>
    public unsafe double Evaluate(int round, XgboostMatrix rows)
    {
        nint text;
        fixed (byte* name = EvaluationName)
        {
            XgboostLibrary.Check(XgboostNative.Evaluate(this, round, Handles([rows]), [(nint)name], 1, out text));
        }

        var line = Marshal.PtrToStringUTF8(text)!;
        return double.Parse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>What XGBoost itself predicts, all outputs of a row together.</summary>
    public unsafe float[] Predict(XgboostMatrix rows)
    {
        XgboostLibrary.Check(XgboostNative.Predict(this, rows, 0, 0, 0, out var length, out var values));
        return new ReadOnlySpan<float>((void*)values, checked((int)length)).ToArray();
    }

    /// <summary>The model in XGBoost's JSON format.</summary>
    public unsafe byte[] ToJson()
    {
        XgboostLibrary.Check(XgboostNative.Save(this, """{"format": "json"}""", out var length, out var bytes));
        return new ReadOnlySpan<byte>((void*)bytes, checked((int)length)).ToArray();
    }

    protected override bool ReleaseHandle() => XgboostNative.FreeBooster(handle) == 0;

    private static nint[] Handles(ReadOnlySpan<XgboostMatrix> matrices)
    {
        var handles = new nint[matrices.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = matrices[i].DangerousGetHandle();
        }

        return handles;
    }
}
