using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>What normalisation does with a row, or a part of one, of so many columns.</summary>
internal static unsafe class RowOperations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>sum += x.</summary>
    public static void Add(T* x, T* sum, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector.Load(sum + i) + Vector.Load(x + i)).Store(sum + i);
        }

        for (; i < columns; i++)
        {
            sum[i] += x[i];
        }
    }

    /// <summary>sum += (x − mean)².</summary>
    public static void AddSquares(T* x, T* mean, T* sum, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var centred = Vector.Load(x + i) - Vector.Load(mean + i);
            (Vector.Load(sum + i) + (centred * centred)).Store(sum + i);
        }

        for (; i < columns; i++)
        {
            sum[i] += (x[i] - mean[i]) * (x[i] - mean[i]);
        }
    }

    /// <summary>y = (x − mean)·scale + shift.</summary>
    public static void Normalise(T* x, T* mean, T* scale, T* shift, T* y, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var centred = Vector.Load(x + i) - Vector.Load(mean + i);
            ((centred * Vector.Load(scale + i)) + Vector.Load(shift + i)).Store(y + i);
        }

        for (; i < columns; i++)
        {
            y[i] = ((x[i] - mean[i]) * scale[i]) + shift[i];
        }
    }

    /// <summary>bias += g, product += g·(x − mean).</summary>
    public static void AddProducts(T* g, T* x, T* mean, T* bias, T* product, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var gradient = Vector.Load(g + i);
            (Vector.Load(bias + i) + gradient).Store(bias + i);
            (Vector.Load(product + i) + (gradient * (Vector.Load(x + i) - Vector.Load(mean + i)))).Store(product + i);
        }

        for (; i < columns; i++)
        {
            bias[i] += g[i];
            product[i] += g[i] * (x[i] - mean[i]);
        }
    }

    /// <summary>y = g·scale − (x − mean)·slope − offset.</summary>
    public static void Centre(T* g, T* x, T* mean, T* scale, T* slope, T* offset, T* y, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var fitted = ((Vector.Load(x + i) - Vector.Load(mean + i)) * Vector.Load(slope + i)) + Vector.Load(offset + i);
            ((Vector.Load(g + i) * Vector.Load(scale + i)) - fitted).Store(y + i);
        }

        for (; i < columns; i++)
        {
            y[i] = (g[i] * scale[i]) - ((x[i] - mean[i]) * slope[i]) - offset[i];
        }
    }
}
