using Bqx.Core;
using Bqx.Learning.Files;

namespace Bqx.Trainer.Keys;

/// <summary>The server's file of keys, as the commands change it. Servers that read it take a change within a second.</summary>
internal sealed class KeyStore(string path, TimeProvider time)
{
    /// <summary>The keys; none where there is no file yet.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it is not such a file.</exception>
    public IReadOnlyList<ApiKey> Read() => File.Exists(path) ? ApiKeyFile.Read(File.ReadAllBytes(path)) : [];

    /// <summary>Makes a key and returns what its caller sends: the only time that it can be seen.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the name is wrong or taken.</exception>
    public string Create(string name, ApiRoles roles, ApiRate? rate)
    {
        if (!ModelId.IsName(name))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a name: it must match ^[a-z0-9][a-z0-9_-]{{0,63}}$.");
        }

        var keys = Read();
        if (keys.Any(key => key.Name == name))
        {
            throw new FaultException(Fault.InvalidInput, $"There is a key '{name}' already: revoke it first, or take another name.");
        }

        var (made, text) = ApiKey.Create(name, roles, rate, time.GetUtcNow());
        Write([.. keys, made]);
        return text;
    }

    /// <summary>Takes a key out.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is none of the name.</exception>
    public void Revoke(string name)
    {
        var keys = Read();
        var left = keys.Where(key => key.Name != name).ToList();
        if (left.Count == keys.Count)
        {
            throw new FaultException(Fault.InvalidInput, $"There is no key '{FaultException.Excerpt(name)}'.");
        }

        Write(left);
    }

    private void Write(IReadOnlyList<ApiKey> keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, file =>
        {
            if (file is FileStream { SafeFileHandle: var handle } && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            file.Write(ApiKeyFile.Write(keys));
        });
    }
}
