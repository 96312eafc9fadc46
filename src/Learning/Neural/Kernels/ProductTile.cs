using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// The innermost part of a matrix product: eight rows by one or two vectors of the result, held in registers while the depth goes by.
/// The right is a packed panel.
/// </summary>
internal static unsafe class ProductTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>Columns of a narrow tile.</summary>
    public static int Narrow => Vector512<T>.Count;

    /// <summary>Columns of a wide tile.</summary>
    public static int Wide => 2 * Vector512<T>.Count;

    /// <summary>result = start + left·right, for two vectors of columns.</summary>
    public static void AddWide(in LeftPanel<T> left, T* right, int depth, T* start, nint startRow, T* result, nint resultRow)
    {
        var (row, step) = (left.Row, left.Step);
        T* l0 = left.First, l1 = l0 + row, l2 = l1 + row, l3 = l2 + row, l4 = l3 + row, l5 = l4 + row, l6 = l5 + row, l7 = l6 + row;
        Vector512<T> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<T> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        Prefetch(start, startRow);
        var end = right + ((nint)depth * Wide);
        for (nint i = 0; right < end; i += step, right += Wide)
        {
            var a = Vector512.Load(right);
            var b = Vector512.Load(right + Narrow);
            var x = Vector512.Create(l0[i]);
            (a0, b0) = (Add(x, a, a0), Add(x, b, b0));
            x = Vector512.Create(l1[i]);
            (a1, b1) = (Add(x, a, a1), Add(x, b, b1));
            x = Vector512.Create(l2[i]);
            (a2, b2) = (Add(x, a, a2), Add(x, b, b2));
            x = Vector512.Create(l3[i]);
            (a3, b3) = (Add(x, a, a3), Add(x, b, b3));
            x = Vector512.Create(l4[i]);
            (a4, b4) = (Add(x, a, a4), Add(x, b, b4));
            x = Vector512.Create(l5[i]);
            (a5, b5) = (Add(x, a, a5), Add(x, b, b5));
            x = Vector512.Create(l6[i]);
            (a6, b6) = (Add(x, a, a6), Add(x, b, b6));
            x = Vector512.Create(l7[i]);
            (a7, b7) = (Add(x, a, a7), Add(x, b, b7));
        }

        Store(a0, b0, start, result);
        Store(a1, b1, start + startRow, result + resultRow);
        Store(a2, b2, start + (2 * startRow), result + (2 * resultRow));
        Store(a3, b3, start + (3 * startRow), result + (3 * resultRow));
        Store(a4, b4, start + (4 * startRow), result + (4 * resultRow));
        Store(a5, b5, start + (5 * startRow), result + (5 * resultRow));
        Store(a6, b6, start + (6 * startRow), result + (6 * resultRow));
        Store(a7, b7, start + (7 * startRow), result + (7 * resultRow));
    }

    /// <summary>result += left·right, for one vector of columns.</summary>
    public static void AddNarrow(in LeftPanel<T> left, T* right, int depth, T* result, nint resultRow)
    {
        var (row, step) = (left.Row, left.Step);
        T* l0 = left.First, l1 = l0 + row, l2 = l1 + row, l3 = l2 + row, l4 = l3 + row, l5 = l4 + row, l6 = l5 + row, l7 = l6 + row;
        var a0 = Vector512.Load(result);
        var a1 = Vector512.Load(result + resultRow);
        var a2 = Vector512.Load(result + (2 * resultRow));
        var a3 = Vector512.Load(result + (3 * resultRow));
        var a4 = Vector512.Load(result + (4 * resultRow));
        var a5 = Vector512.Load(result + (5 * resultRow));
        var a6 = Vector512.Load(result + (6 * resultRow));
        var a7 = Vector512.Load(result + (7 * resultRow));
        var end = right + ((nint)depth * Wide);
        for (nint i = 0; right < end; i += step, right += Wide)
        {
            var a = Vector512.Load(right);
            a0 = Add(Vector512.Create(l0[i]), a, a0);
            a1 = Add(Vector512.Create(l1[i]), a, a1);
            a2 = Add(Vector512.Create(l2[i]), a, a2);
            a3 = Add(Vector512.Create(l3[i]), a, a3);
            a4 = Add(Vector512.Create(l4[i]), a, a4);
            a5 = Add(Vector512.Create(l5[i]), a, a5);
            a6 = Add(Vector512.Create(l6[i]), a, a6);
            a7 = Add(Vector512.Create(l7[i]), a, a7);
        }

        a0.Store(result);
        a1.Store(result + resultRow);
        a2.Store(result + (2 * resultRow));
        a3.Store(result + (3 * resultRow));
        a4.Store(result + (4 * resultRow));
        a5.Store(result + (5 * resultRow));
        a6.Store(result + (6 * resultRow));
        a7.Store(result + (7 * resultRow));
    }

    // What the sums are added to comes while they are made.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* start, nint startRow)
    {
        if (Sse.IsSupported)
        {
            for (var row = 0; row < Rows; row++, start += startRow)
            {
                Sse.Prefetch0(start);
                Sse.Prefetch0(start + Narrow);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<T> a, Vector512<T> b, T* start, T* result)
    {
        (a + Vector512.Load(start)).Store(result);
        (b + Vector512.Load(start + Narrow)).Store(result + Narrow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Add(Vector512<T> x, Vector512<T> y, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();
}
