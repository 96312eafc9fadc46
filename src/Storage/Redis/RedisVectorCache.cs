using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bqx.Core;
using StackExchange.Redis;

namespace Bqx.Storage;

/// <summary>
/// The latest vectors in Redis or Garnet: key <c>bqx:v1:feature:{pair}</c>, one packed value, gone after five minutes. New ones are told on
/// channel <c>bqx:v1:feature</c>. No method throws for Redis's sake; only the caller's own cancellation does.
/// </summary>
public sealed class RedisVectorCache : IVectorCache, IAsyncDisposable
{
    private const string Prefix = "bqx:v1:feature";

    // Stores unless a later vector of the same fingerprint is there. The event time is at bytes 37 to 40, little-endian; the first 36
    // bytes are the format's mark and the fingerprint.
    private const string Script =
        """
        local old = redis.call('GET', KEYS[1])
        if old and #old >= 52 and string.sub(old, 1, 36) == string.sub(ARGV[1], 1, 36) then
            local a, b, c, d = string.byte(old, 37, 40)
            if a + 256 * (b + 256 * (c + 256 * d)) > tonumber(ARGV[2]) then
                return 0
            end
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
        return 1
        """;

    private static readonly RedisKey[] Keys = [.. Pair.All.Select(pair => (RedisKey)$"{Prefix}:{pair.Name}")];

    private readonly RedisCacheOptions _options;
    private readonly RedisLink _link;
    private readonly RedisGate _gate;

    private RedisVectorCache(RedisCacheOptions options, RedisLink link, RedisGate gate)
    {
        _options = options;
        _link = link;
        _gate = gate;
    }

    /// <summary>Whether Redis is connected and its circuit closed.</summary>
    public bool IsAvailable => _link.Current is { IsConnected: true } && !_gate.IsBroken;

    /// <summary>Completes at the first connection; waits as long as there is none.</summary>
    public Task ConnectedAsync(CancellationToken cancellationToken) => _link.Connected.WaitAsync(cancellationToken);

    /// <summary>Opens the cache and returns at once: the connection is made in the background, and made again when it is lost.</summary>
    /// <param name="configuration">StackExchange.Redis configuration, such as <c>host:6379,password=…</c>.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a configuration.</exception>
    public static RedisVectorCache Open(string configuration, RedisCacheOptions? options = null, TimeProvider? time = null)
    {
        options ??= new RedisCacheOptions();
        time ??= TimeProvider.System;
        return new RedisVectorCache(options, new RedisLink(configuration, time), new RedisGate(options, time));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(FeatureVector vector, CancellationToken cancellationToken)
    {
        if (_link.Current is not { } connection)
        {
            return false;
        }

        RedisKey[] keys = [Keys[vector.Pair.Index]];
        RedisValue[] values = [VectorPacking.Pack(vector), vector.Close.Value, (long)_options.TimeToLive.TotalMilliseconds];
        var stored = await _gate.CallAsync(
            "EVALSHA",
            async () => (int)await connection.GetDatabase().ScriptEvaluateAsync(Script, keys, values) == 1, false, cancellationToken);
        if (stored)
        {
            // Nobody waits for it: who misses it sees the vector when polling.
            connection.GetSubscriber().Publish(Prefix, vector.Pair.Name, CommandFlags.FireAndForget);
        }

        return stored;
    }

    /// <inheritdoc/>
    public async ValueTask<FeatureVector?> TryReadAsync(Pair pair, Digest fingerprint, CancellationToken cancellationToken)
    {
        if (_link.Current is not { } connection)
        {
            return null;
        }

        var value = await _gate.CallAsync(
            "GET", () => connection.GetDatabase().StringGetAsync(Keys[pair.Index]), RedisValue.Null, cancellationToken);
        return value.IsNull ? null : VectorPacking.Unpack(pair, fingerprint, (byte[])value!);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Pair> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _link.Connected.WaitAsync(cancellationToken);
        var waiting = Channel.CreateUnbounded<Pair>(new UnboundedChannelOptions { SingleReader = true });
        var told = new int[Pair.Count];
        var subscriber = connection.GetSubscriber();
        Action<RedisChannel, RedisValue> handler = (_, message) =>
        {
            if (Pair.TryParse(message, out var pair) && Interlocked.Exchange(ref told[pair.Index], 1) == 0)
            {
                waiting.Writer.TryWrite(pair);
            }
        };
        await subscriber.SubscribeAsync(Prefix, handler).WaitAsync(cancellationToken);
        try
        {
            await foreach (var pair in waiting.Reader.ReadAllAsync(cancellationToken))
            {
                Interlocked.Exchange(ref told[pair.Index], 0);
                yield return pair;
            }
        }
        finally
        {
            subscriber.Unsubscribe(Prefix, handler, CommandFlags.FireAndForget);
        }
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
