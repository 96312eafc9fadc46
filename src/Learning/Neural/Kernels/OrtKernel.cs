using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// How ONNX Runtime sees a kernel: its OrtCustomOp of version 12, and after it what is ours. It lies in native memory for as long as the
/// process lasts.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OrtKernel
{
    private const uint StructVersion = 12;
    private const int Float = 1;
    private const int Double = 11;

    private uint _version;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nint, nint, nint> _create;
    private delegate* unmanaged[Cdecl]<OrtKernel*, byte*> _name;
    private delegate* unmanaged[Cdecl]<OrtKernel*, byte*> _provider;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint, int> _inputType;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint> _inputs;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint, int> _outputType;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint> _outputs;
    private delegate* unmanaged[Cdecl]<nint, nint, void> _compute;
    private delegate* unmanaged[Cdecl]<nint, void> _destroy;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint, int> _inputIs;
    private delegate* unmanaged[Cdecl]<OrtKernel*, nuint, int> _outputIs;
    private nint _definition;
    private byte* _nameText;

    /// <summary>Describes a kernel to the runtime.</summary>
    public static nint Create(KernelDefinition definition)
    {
        var name = Encoding.UTF8.GetBytes(definition.Name + '\0');
        var text = (byte*)NativeMemory.Alloc((nuint)name.Length);
        name.CopyTo(new Span<byte>(text, name.Length));
        var kernel = (OrtKernel*)NativeMemory.Alloc((nuint)sizeof(OrtKernel));
        *kernel = new OrtKernel
        {
            _version = StructVersion,
            _create = &Make,
            _name = &Name,
            _provider = &Provider,
            _inputType = &Type,
            _inputs = &Inputs,
            _outputType = &Type,
            _outputs = &Outputs,
            _compute = &Compute,
            _destroy = &Destroy,
            _inputIs = &Required,
            _outputIs = &Required,
            _definition = GCHandle.ToIntPtr(GCHandle.Alloc(definition)),
            _nameText = text,
        };
        return (nint)kernel;
    }

    private static KernelDefinition Definition(OrtKernel* kernel) => Of<KernelDefinition>(kernel->_definition);

    private static T Of<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Make(OrtKernel* kernel, nint api, nint info) =>
        GCHandle.ToIntPtr(GCHandle.Alloc(Definition(kernel).Create(name => OrtFunctions.GetInteger(info, name))));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Name(OrtKernel* kernel) => kernel->_nameText;

    // No name means the processor.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Provider(OrtKernel* kernel) => null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Type(OrtKernel* kernel, nuint index) => Definition(kernel).IsDouble ? Double : Float;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Inputs(OrtKernel* kernel) => (nuint)Definition(kernel).Inputs;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Outputs(OrtKernel* kernel) => (nuint)Definition(kernel).Outputs;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Required(OrtKernel* kernel, nuint index) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Compute(nint kernel, nint context) => Of<IKernel>(kernel).Compute(new KernelContext(context));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(nint kernel) => GCHandle.FromIntPtr(kernel).Free();
}
