using System.Runtime.InteropServices;

namespace Bqx.Learning.Trees.Native;

/// <summary>The part of XGBoost's C API that is needed. A result of 0 is success; else <see cref="LastError"/> says why not.</summary>
internal static partial class XgboostNative
{
    public const string Library = "libxgboost.so.0";

    [LibraryImport(Library, EntryPoint = "XGBGetLastError")]
    public static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "XGDMatrixCreateFromMat")]
    public static partial int CreateMatrix(ReadOnlySpan<float> data, ulong rows, ulong columns, float missing, out nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetFloatInfo", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetFloats(XgboostMatrix matrix, string field, ReadOnlySpan<float> values, ulong length);

    [LibraryImport(Library, EntryPoint = "XGDMatrixFree")]
    public static partial int FreeMatrix(nint matrix);

    [LibraryImport(Library, EntryPoint = "XGBoosterCreate")]
    public static partial int CreateBooster(ReadOnlySpan<nint> matrices, ulong length, out nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterFree")]
    public static partial int FreeBooster(nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetParameter(XgboostBooster booster, string name, string value);

    [LibraryImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    public static partial int Update(XgboostBooster booster, int round, XgboostMatrix train);

    [LibraryImport(Library, EntryPoint = "XGBoosterEvalOneIter")]
    public static partial int Evaluate(
        XgboostBooster booster, int round, ReadOnlySpan<nint> matrices, ReadOnlySpan<nint> names, ulong length, out nint text);

    [LibraryImport(Library, EntryPoint = "XGBoosterPredict")]
    public static partial int Predict(
        XgboostBooster booster, XgboostMatrix matrix, int options, uint treeLimit, int training, out ulong length, out nint values);

    [LibraryImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Save(XgboostBooster booster, string configuration, out ulong length, out nint bytes);
}
