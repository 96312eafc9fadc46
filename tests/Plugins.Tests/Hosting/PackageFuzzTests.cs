using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Plugins.Onnx;

namespace Bqx.Plugins.Tests.Hosting;

/// <summary>The short form of the package fuzz: seeded, some thousands of mutations, none may load.</summary>
public sealed class PackageFuzzTests
{
    private const int Rounds = 3_000;

    public static TheoryData<int> Seeds => [1, 2];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task LoadAsync_MutatedPackage_IsAlwaysRefusedWithAReason(int seed)
    {
        var random = new Random(seed);
        var whole = TestPackage.Onnx();
        var repository = new MemoryRepository();
        using var host = HostOf(repository);
        repository.Packages[TestPackage.Id] = whole;
        (await host.LoadAsync(TestPackage.Id, TestContext.Current.CancellationToken)).IsFreed.ShouldBeFalse();
        await host.ServeAsync(new Dictionary<string, LoadedModel>(), default);
        host.Dispose();

        using var target = HostOf(repository);
        for (var round = 0; round < Rounds; round++)
        {
            repository.Packages[TestPackage.Id] = Mutate(whole, random);

            var refused = await Should.ThrowAsync<FaultException>(() => target.LoadAsync(TestPackage.Id, default), $"round {round}");

            refused.Message.Length.ShouldBeGreaterThan(10);
            target.Statuses.Single().ShouldBe(
                new ModelStatus(TestPackage.Id, ModelState.Failed, refused.Message, null, null, null));
        }
    }

    [Fact]
    public void EveryBitOfProbesAndDigest_Flipped_IsRefused()
    {
        var whole = TestPackage.NoOp();
        var verifier = new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None);
        foreach (var name in new[] { PackageFileNames.ManifestDigest, PackageFileNames.Probe })
        {
            for (var bit = 0; bit < whole[name].Length * 8; bit++)
            {
                var bytes = whole[name].ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var spoiled = new Dictionary<string, ReadOnlyMemory<byte>>(whole) { [name] = bytes };

                Should.Throw<FaultException>(() => verifier.Verify(TestPackage.Id, spoiled), $"{name}, bit {bit}");
            }
        }
    }

    private static ModelHost HostOf(MemoryRepository repository) => new(
        repository, TestPackage.Schema, new PackageLimits(), [new OnnxModelPlugin(ModelKinds.Multitask, new OnnxPluginOptions()), new NoOpPlugin()]);

    // One of: flip a bit, cut the end, cut the start, append, drop the file, swap two files, zero a run.
    private static Dictionary<string, ReadOnlyMemory<byte>> Mutate(
        Dictionary<string, ReadOnlyMemory<byte>> whole, Random random)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(whole);
        var names = whole.Keys.Order(StringComparer.Ordinal).ToArray();
        var name = names[random.Next(names.Length)];
        var bytes = whole[name].ToArray();
        switch (random.Next(8))
        {
            case 0:
                files[name] = bytes.AsMemory(0, random.Next(bytes.Length));
                break;
            case 1:
                files[name] = bytes.AsMemory(random.Next(1, bytes.Length));
                break;
            case 2:
                files[name] = (byte[])[.. bytes, (byte)random.Next(256)];
                break;
            case 3:
                files.Remove(name);
                break;
            case 4:
                var other = names[(Array.IndexOf(names, name) + 1) % names.Length];
                (files[name], files[other]) = (files[other], files[name]);
                break;
            default:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                files[name] = bytes;
                break;
        }

        return files;
    }
}
