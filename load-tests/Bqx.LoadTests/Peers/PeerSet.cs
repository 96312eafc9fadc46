namespace Bqx.LoadTests.Peers;

/// <summary>Ends every server of a bench, whatever happened.</summary>
internal sealed class PeerSet : IAsyncDisposable
{
    private readonly List<PeerProcess> _peers = [];

    public PeerProcess Add(PeerProcess peer)
    {
        _peers.Add(peer);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }
}
