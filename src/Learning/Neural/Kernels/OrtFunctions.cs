using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// Functions of ONNX Runtime's C interface that its C# binding does not offer: those by which kernels are added. Their places in the
/// table never change.
/// </summary>
internal static unsafe partial class OrtFunctions
{
    // The first version of the interface that has every function used here.
    private const uint Version = 17;
    private static readonly void** Table = GetTable();

    private static readonly delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage =
        (delegate* unmanaged[Cdecl]<nint, byte*>)Table[2];

    private static readonly delegate* unmanaged[Cdecl]<byte*, nint*, nint> CreateCustomOpDomain =
        (delegate* unmanaged[Cdecl]<byte*, nint*, nint>)Table[26];

    private static readonly delegate* unmanaged[Cdecl]<nint, OrtKernel*, nint> CustomOpDomainAdd =
        (delegate* unmanaged[Cdecl]<nint, OrtKernel*, nint>)Table[27];

    private static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> AddCustomOpDomain =
        (delegate* unmanaged[Cdecl]<nint, nint, nint>)Table[28];

    private static readonly delegate* unmanaged[Cdecl]<nint, void**, nint> GetTensorMutableData =
        (delegate* unmanaged[Cdecl]<nint, void**, nint>)Table[51];

    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, long*, nint> KernelInfoGetInteger =
        (delegate* unmanaged[Cdecl]<nint, byte*, long*, nint>)Table[86];

    private static readonly delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> KernelContextGetInput =
        (delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)Table[90];

    private static readonly delegate* unmanaged[Cdecl]<nint, nuint, long*, nuint, nint*, nint> KernelContextGetOutput =
        (delegate* unmanaged[Cdecl]<nint, nuint, long*, nuint, nint*, nint>)Table[91];

    private static readonly delegate* unmanaged[Cdecl]<nint, nint, nuint, nuint, void*, nint> KernelContextParallelFor =
        (delegate* unmanaged[Cdecl]<nint, nint, nuint, nuint, void*, nint>)Table[274];

    /// <summary>A domain with kernels; it lasts as long as the process.</summary>
    public static nint CreateDomain(string name, IEnumerable<nint> kernels)
    {
        nint domain;
        Check(CreateCustomOpDomain((byte*)Marshal.StringToCoTaskMemUTF8(name), &domain));
        foreach (var kernel in kernels)
        {
            Check(CustomOpDomainAdd(domain, (OrtKernel*)kernel));
        }

        return domain;
    }

    /// <summary>Lets sessions opened with these options use a domain.</summary>
    public static void AddDomain(SessionOptions options, nint domain) => Check(AddCustomOpDomain(options.DangerousGetHandle(), domain));

    /// <summary>An attribute of the node for which a kernel is made.</summary>
    public static int GetInteger(nint info, string attribute)
    {
        long value;
        var name = (byte*)Marshal.StringToCoTaskMemUTF8(attribute);
        var status = KernelInfoGetInteger(info, name, &value);
        Marshal.FreeCoTaskMem((nint)name);
        Check(status);
        return checked((int)value);
    }

    /// <summary>The numbers of an input.</summary>
    public static void* Input(nint context, int index)
    {
        nint tensor;
        Check(KernelContextGetInput(context, (nuint)index, &tensor));
        return Data(tensor);
    }

    /// <summary>Where the numbers of an output go.</summary>
    public static void* Output(nint context, int index, ReadOnlySpan<long> shape)
    {
        nint tensor;
        fixed (long* dimensions = shape)
        {
            Check(KernelContextGetOutput(context, (nuint)index, dimensions, (nuint)shape.Length, &tensor));
        }

        return Data(tensor);
    }

    /// <summary>Calls a function for 0 … count − 1 on the session's threads.</summary>
    public static void ForEach(nint context, nint function, int count, void* state) =>
        Check(KernelContextParallelFor(context, function, (nuint)count, 0, state));

    private static void* Data(nint tensor)
    {
        void* data;
        Check(GetTensorMutableData(tensor, &data));
        return data;
    }

    private static void Check(nint status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"ONNX Runtime: {Marshal.PtrToStringUTF8((nint)GetErrorMessage(status))}");
        }
    }

    private static void** GetTable()
    {
        var table = ((delegate* unmanaged[Cdecl]<uint, void**>)OrtGetApiBase()[0])(Version);
        return table is not null ? table : throw new PlatformNotSupportedException($"ONNX Runtime has no interface of version {Version}.");
    }

    [LibraryImport("onnxruntime")]
    [UnmanagedCallConv(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static partial void** OrtGetApiBase();
}
