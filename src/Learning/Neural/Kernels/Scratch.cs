namespace Bqx.Learning.Neural.Kernels;

/// <summary>Memory of a thread for what its kernels need while they compute; it stays for the next.</summary>
internal static unsafe class Scratch<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static T[]? _memory;

    /// <summary>So many numbers, of any value, from the beginning of a cache line on.</summary>
    public static T* Get(nint length)
    {
        if (_memory is null || _memory.Length < length + Alignment)
        {
            _memory = GC.AllocateUninitializedArray<T>((int)length + Alignment, pinned: true);
        }

        fixed (T* memory = _memory)
        {
            return (T*)(((nint)memory + Alignment - 1) & -Alignment);
        }
    }
}
