using System.Runtime.InteropServices;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>What a kernel is given for one computation.</summary>
internal readonly unsafe struct KernelContext(nint handle)
{
    private delegate void BlockFunction(nint state, nuint block);

    /// <summary>The numbers of an input.</summary>
    public T* Input<T>(int index)
        where T : unmanaged => (T*)OrtFunctions.Input(handle, index);

    /// <summary>Where the numbers of an output go.</summary>
    public T* Output<T>(int index, params ReadOnlySpan<long> shape)
        where T : unmanaged => (T*)OrtFunctions.Output(handle, index, shape);

    /// <summary>Runs every block, on the session's threads.</summary>
    public void ForEach<TBlock>(int count, TBlock work)
        where TBlock : unmanaged, IBlock => OrtFunctions.ForEach(handle, Trampoline<TBlock>.Pointer, count, &work);

    // Keeps the delegate alive behind its pointer.
    private static class Trampoline<TBlock>
        where TBlock : unmanaged, IBlock
    {
        private static readonly BlockFunction Function = (state, block) => ((TBlock*)state)->Run((int)block);
        public static readonly nint Pointer = Marshal.GetFunctionPointerForDelegate(Function);
    }
}
