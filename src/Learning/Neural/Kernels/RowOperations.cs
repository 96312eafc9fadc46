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

    /// <summary>y = max((x − mean)·scale + shift, 0).</summary>
    public static void NormaliseRelu(T* x, T* mean, T* scale, T* shift, T* y, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var centred = Vector.Load(x + i) - Vector.Load(mean + i);
            Vector.Max((centred * Vector.Load(scale + i)) + Vector.Load(shift + i), Vector<T>.Zero).Store(y + i);
        }

        for (; i < columns; i++)
        {
            y[i] = T.Max(((x[i] - mean[i]) * scale[i]) + shift[i], T.Zero);
        }
    }

    /// <summary>y *= x.</summary>
    public static void Multiply(T* x, T* y, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector.Load(y + i) * Vector.Load(x + i)).Store(y + i);
        }

        for (; i < columns; i++)
        {
            y[i] *= x[i];
        }
    }

    /// <summary>result = g·kept where y is positive, else 0.</summary>
    public static void ReluGradient(T* g, T* y, T kept, T* result, int columns)
    {
        var factor = new Vector<T>(kept);
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var isPositive = Vector.GreaterThan(Vector.Load(y + i), Vector<T>.Zero);
            Vector.ConditionalSelect(isPositive, Vector.Load(g + i) * factor, Vector<T>.Zero).Store(result + i);
        }

        for (; i < columns; i++)
        {
            result[i] = y[i] > T.Zero ? g[i] * kept : T.Zero;
        }
    }

    /// <summary>With g' = g·kept where y is positive, else 0: bias += g', product += g'·(x − mean).</summary>
    public static void AddReluProducts(T* g, T* y, T kept, T* x, T* mean, T* bias, T* product, int columns)
    {
        var factor = new Vector<T>(kept);
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var isPositive = Vector.GreaterThan(Vector.Load(y + i), Vector<T>.Zero);
            var gradient = Vector.ConditionalSelect(isPositive, Vector.Load(g + i) * factor, Vector<T>.Zero);
            (Vector.Load(bias + i) + gradient).Store(bias + i);
            (Vector.Load(product + i) + (gradient * (Vector.Load(x + i) - Vector.Load(mean + i)))).Store(product + i);
        }

        for (; i < columns; i++)
        {
            var gradient = y[i] > T.Zero ? g[i] * kept : T.Zero;
            bias[i] += gradient;
            product[i] += gradient * (x[i] - mean[i]);
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
