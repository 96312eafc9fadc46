namespace Bqx.Ingest.Synthetic;

/// <summary>
/// Random numbers as a function of (seed, stream, counter): SplitMix64 over a state that the seed and the stream choose. The same
/// numbers on every machine.
/// </summary>
internal struct CounterRandom
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;
    private double _spare;
    private bool _hasSpare;

    public CounterRandom(long seed, long stream) =>
        _state = Mix(Mix((ulong)seed + Golden) ^ ((ulong)stream * 0xD134_2543_DE82_EF95));

    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>Uniform in (0, 1).</summary>
    public double NextUniform() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double NextGaussian()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        while (true)
        {
            var u = (2 * NextUniform()) - 1;
            var v = (2 * NextUniform()) - 1;
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * PortableMath.Log(s) / s);
                (_spare, _hasSpare) = (v * factor, true);
                return u * factor;
            }
        }
    }

    /// <summary>
    /// Student t with four degrees of freedom scaled to variance 1: n/√(χ²₄/4)·√½, χ²₄ = −2·ln(u₁u₂).
    /// </summary>
    public double NextStudentT4()
    {
        var chi = -2 * PortableMath.Log(NextUniform() * NextUniform());
        return NextGaussian() * Math.Sqrt(2 / chi);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
