using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>A file of keys that goes with its test.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly Dictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>Adds a key, or puts it in place of the one of its name; returns what its caller sends.</summary>
    public string Add(string name, ApiRoles roles, ApiRate? rate = null)
    {
        var (key, text) = ApiKey.Create(name, roles, rate, DateTimeOffset.UnixEpoch);
        _keys[name] = key;
        Write();
        return text;
    }

    public void Remove(string name)
    {
        _keys.Remove(name);
        Write();
    }

    public void Dispose() => File.Delete(Path);

    private void Write() => File.WriteAllBytes(Path, ApiKeyFile.Write(_keys.Values));
}
