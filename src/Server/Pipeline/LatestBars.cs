using Bqx.Core;

namespace Bqx.Server.Pipeline;

/// <summary>The latest bar of each pair. Written by the pipeline, read by requests; the lock guards against torn reads.</summary>
internal sealed class LatestBars
{
    private readonly Lock _lock = new();
    private readonly Bar?[] _bars = new Bar?[Pair.Count];

    public void Update(ReadOnlySpan<Bar> bars)
    {
        lock (_lock)
        {
            foreach (ref readonly var bar in bars)
            {
                if (_bars[bar.Pair.Index] is not { } known || known.Close <= bar.Close)
                {
                    _bars[bar.Pair.Index] = bar;
                }
            }
        }
    }

    public Bar? Get(Pair pair)
    {
        lock (_lock)
        {
            return _bars[pair.Index];
        }
    }
}
