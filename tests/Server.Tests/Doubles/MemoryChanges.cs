using System.Collections.Immutable;
using System.Globalization;
using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Changes of stored bars as a test tells them; a mark counts those told before.</summary>
internal sealed class MemoryChanges : IBarChanges
{
    private ImmutableList<Minute> _told = [];

    public void Tell(Minute earliest) => ImmutableInterlocked.Update(ref _told, told => told.Add(earliest));

    public Task<BarChanges> ReadAsync(string? mark, CancellationToken cancellationToken)
    {
        var told = _told;
        var unseen = mark is null ? [] : told.Skip(int.Parse(mark, CultureInfo.InvariantCulture)).ToList();
        return Task.FromResult(new BarChanges($"{told.Count}", unseen.Count == 0 ? null : unseen.Min()));
    }
}
