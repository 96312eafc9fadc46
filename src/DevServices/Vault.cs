using System.Security.Cryptography;
using System.Text;

namespace Bqx.DevServices;

/// <summary><c>/var/tmp/bqx-HASH</c>: root's stand-in for a folder that other users cannot reach.</summary>
internal static class Vault
{
    /// <summary>Makes the stand-in for a path unless it is there.</summary>
    public static async Task<string> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        var vault = $"/var/tmp/bqx-{hash}";
        await Command.RunAsync(["mkdir", "-m", "0711", vault], null, cancellationToken);

        // Others may write to /var/tmp: a folder that somebody else made under our name is refused.
        var (_, owner) = await Command.RunAsync(["stat", "-c", "%u %F", vault], null, cancellationToken);
        return owner.Trim() == "0 directory"
            ? vault
            : throw new DevServicesException($"{vault} is not a folder of root: remove it.");
    }
}
