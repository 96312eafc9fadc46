using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.Learning.Trees.Native;

namespace Bqx.Learning.Trees;

/// <summary>XGBoost's shared library, which the machine may or may not have: Debian's package <c>libxgboost0</c>.</summary>
public static class XgboostLibrary
{
    private static readonly Lazy<bool> Loaded =
        new(() => NativeLibrary.TryLoad(XgboostNative.Library, typeof(XgboostLibrary).Assembly, null, out _));

    /// <summary>Whether trees can be grown here. Grown ones need no library.</summary>
    public static bool IsAvailable => Loaded.Value;

    /// <summary>Makes sure that it is there.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: it is not.</exception>
    public static void Require()
    {
        if (!IsAvailable)
        {
            throw new FaultException(
                Fault.ModelFailed, $"{XgboostNative.Library} is missing: install Debian's package libxgboost0, or leave out tree models.");
        }
    }

    /// <summary>Throws unless a call succeeded.</summary>
    internal static void Check(int result)
    {
        if (result != 0)
        {
            var reason = Marshal.PtrToStringUTF8(XgboostNative.LastError()) ?? "";
            throw new FaultException(Fault.ModelFailed, $"XGBoost refuses: {FirstLine(reason)}");
        }
    }

    // What follows the first line is a stack trace.
    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
