using System.Numerics;

namespace Bqx.Learning.Neural;

/// <summary>
/// Random bits as a function of (key, counter), so that no state has to be kept: what is drawn for a step does not depend on how the
/// run came there. The mixing is that of MurmurHash3's finalizer, keyed twice. The same on every machine.
/// </summary>
internal readonly struct CounterGenerator
{
    private readonly uint _first;
    private readonly uint _second;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="purpose">Tells streams of one seed apart.</param>
    /// <param name="position">Step, epoch or index of the tensor.</param>
    public CounterGenerator(long seed, int purpose, long position)
    {
        var key = Mix64(Mix64(Mix64((ulong)seed) ^ (uint)purpose) ^ (ulong)position);
        (_first, _second) = ((uint)key, (uint)(key >> 32));
    }

    /// <summary>32 bits.</summary>
    public uint Bits(uint counter)
    {
        var x = (counter * 0x9E37_79B9) ^ _first;
        x = (x ^ (x >> 16)) * 0x85EB_CA6B;
        x = ((x ^ (x >> 13)) + _second) * 0xC2B2_AE35;
        return x ^ (x >> 16);
    }

    /// <summary>Uniform in (0, 1).</summary>
    public double Uniform(uint counter) => (Bits(counter) + 0.5) / 4294967296.0;

    /// <summary>Standard normal (Box and Muller), of the counters 2k and 2k + 1.</summary>
    public double Gaussian(uint k) => Math.Sqrt(-2 * Math.Log(Uniform(2 * k))) * Math.Cos(2 * Math.PI * Uniform((2 * k) + 1));

    /// <summary>An order of the elements, each as likely (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = (int)(((ulong)Bits((uint)i) * (uint)(i + 1)) >> 32);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Fills with 0 at a given rate and 1/(1 − rate) elsewhere: inverted dropout.</summary>
    public void FillMask(Span<float> mask, double rate)
    {
        var limit = (uint)Math.Min(uint.MaxValue, rate * 4294967296.0);
        var kept = (float)(1 / (1 - rate));
        var i = 0;
        var counter = Vector<uint>.Indices;
        for (; i <= mask.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var isKept = Vector.GreaterThanOrEqual(Bits(counter), new Vector<uint>(limit));
            Vector.ConditionalSelect(Vector.AsVectorSingle(isKept), new Vector<float>(kept), Vector<float>.Zero).CopyTo(mask[i..]);
            counter += new Vector<uint>((uint)Vector<float>.Count);
        }

        for (; i < mask.Length; i++)
        {
            mask[i] = Bits((uint)i) >= limit ? kept : 0;
        }
    }

    private Vector<uint> Bits(Vector<uint> counter)
    {
        var x = (counter * 0x9E37_79B9) ^ new Vector<uint>(_first);
        x = (x ^ (x >>> 16)) * 0x85EB_CA6B;
        x = ((x ^ (x >>> 13)) + new Vector<uint>(_second)) * 0xC2B2_AE35;
        return x ^ (x >>> 16);
    }

    // The finalizer of SplitMix64.
    private static ulong Mix64(ulong z)
    {
        z += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
