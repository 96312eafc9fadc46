using Bqx.Core;

namespace Bqx.Plugins.Tests.Fuzz;

/// <summary>Damage to the files of a package: what disks, networks and hands do to them.</summary>
internal static class ByteMutations
{
    private static readonly Func<Files, string, Random, Files>[] All =
    [
        (files, name, random) => Replace(files, name, Flip(files[name], random, 1)),
        (files, name, random) => Replace(files, name, Flip(files[name], random, random.Next(2, 64))),
        (files, name, random) => Replace(files, name, files[name][..random.Next(files[name].Length)]),
        (files, name, random) => Replace(files, name, files[name][random.Next(1, files[name].Length)..]),
        (files, name, random) => Replace(files, name, [.. files[name], (byte)random.Next(256)]),
        (files, name, random) => Replace(files, name, Zero(files[name], random)),
        (files, name, random) => Replace(files, name, Shuffle(files[name], random)),
        (files, name, _) => new Files(files.Where(file => file.Key != name)),
        (files, name, random) => Swap(files, name, Any(files, random)),
        (files, name, random) => Replace(files, $"extra{random.Next(10)}.bin", files[name]),
        (files, name, random) => Replace(files, Any(files, random), files[name]),
    ];

    /// <summary>Damages one file or two; a hash that was right stays what it was.</summary>
    public static Files Damage(Files files, Random random) =>
        All[random.Next(All.Length)](files, Any(files, random), random);

    /// <summary>Damages a file and puts right every hash that covers it, as one would who may write but has no key.</summary>
    public static Files DamageAndRehash(Files files, Random random)
    {
        var name = random.Next(2) == 0 ? PackageFileNames.Manifest : Any(files, random);
        var next = Replace(files, name, name == PackageFileNames.Manifest ? EditText(files[name], random) : Flip(files[name], random, 1));
        if (name is not (PackageFileNames.Manifest or PackageFileNames.ManifestDigest or PackageFileNames.Signature))
        {
            var text = System.Text.Encoding.UTF8.GetString(next[PackageFileNames.Manifest]);
            next = Replace(next, PackageFileNames.Manifest, System.Text.Encoding.UTF8.GetBytes(
                text.Replace(Digest.Of(files[name]).ToString(), Digest.Of(next[name]).ToString(), StringComparison.Ordinal)));
        }

        return name is PackageFileNames.ManifestDigest or PackageFileNames.Signature
            ? next
            : Replace(next, PackageFileNames.ManifestDigest, PackageSeal.DigestFile(next[PackageFileNames.Manifest]));
    }

    private static string Any(Files files, Random random) => files.Keys.ElementAt(random.Next(files.Count));

    private static Files Replace(Files files, string name, byte[] content) => new(files) { [name] = content };

    private static Files Swap(Files files, string one, string other) => new(files) { [one] = files[other], [other] = files[one] };

    private static byte[] Flip(byte[] bytes, Random random, int bits)
    {
        var next = (byte[])bytes.Clone();
        for (var bit = 0; bit < bits; bit++)
        {
            next[random.Next(next.Length)] ^= (byte)(1 << random.Next(8));
        }

        return next;
    }

    private static byte[] Zero(byte[] bytes, Random random)
    {
        var (next, start) = ((byte[])bytes.Clone(), random.Next(bytes.Length));
        Array.Clear(next, start, random.Next(1, bytes.Length - start + 1));
        return next;
    }

    // Two blocks of equal length change places.
    private static byte[] Shuffle(byte[] bytes, Random random)
    {
        var next = (byte[])bytes.Clone();
        var length = random.Next(1, Math.Max(2, bytes.Length / 4));
        var (one, other) = (random.Next(bytes.Length - length), random.Next(bytes.Length - length));
        bytes.AsSpan(one, length).CopyTo(next.AsSpan(other));
        bytes.AsSpan(other, length).CopyTo(next.AsSpan(one));
        return next;
    }

    // Another digit or letter in the place of one: mostly valid JSON with another meaning.
    private static byte[] EditText(byte[] text, Random random)
    {
        var next = (byte[])text.Clone();
        int position;
        do
        {
            position = random.Next(next.Length);
        }
        while (!char.IsAsciiLetterOrDigit((char)next[position]));

        next[position] = char.IsAsciiDigit((char)next[position])
            ? (byte)('0' + ((next[position] - '0' + random.Next(1, 10)) % 10))
            : (byte)('a' + random.Next(26));
        return next;
    }
}

/// <summary>Content by file name, in the order of the names.</summary>
internal sealed class Files(IEnumerable<KeyValuePair<string, byte[]>> files)
    : SortedDictionary<string, byte[]>(new Dictionary<string, byte[]>(files), StringComparer.Ordinal)
{
    public static Files Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> package) =>
        new(package.Select(file => KeyValuePair.Create(file.Key, file.Value.ToArray())));

    public bool HasBytesOf(Files other) =>
        Keys.SequenceEqual(other.Keys) && this.All(file => file.Value.AsSpan().SequenceEqual(other[file.Key]));

    public Dictionary<string, ReadOnlyMemory<byte>> ToPackage() =>
        this.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value, StringComparer.Ordinal);
}
