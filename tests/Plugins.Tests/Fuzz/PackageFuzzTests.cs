using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.Onnx;

namespace Bqx.Plugins.Tests.Fuzz;

/// <summary>
/// Mutations of packages as the trainer writes them, signed, before a server that trusts the key: none may load that has not the very
/// bytes. Short form: some hundreds; long form: <c>BQX_FUZZ_PACKAGES=10000</c> of each kind.
/// </summary>
public sealed class PackageFuzzTests : IDisposable
{
    private const int ShortForm = 400;

    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1), (FeatureNames.Bqx(new Window(60)), 1)]);
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("BQX_FUZZ_PACKAGES") ?? $"{ShortForm}", CultureInfo.InvariantCulture);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly MemoryRepository _repository = new();
    private readonly ModelHost _host;
    private readonly Files _single;
    private readonly SampleBundle _bundle = SampleBundle.Create(Schema, "two");
    private int _refused;

    public PackageFuzzTests()
    {
        _host = new ModelHost(
            _repository,
            Schema,
            new PackageLimits(),
            OnnxModelPlugin.ForAllKinds(new OnnxPluginOptions()),
            TrustedKeys.Parse([_key.ExportSubjectPublicKeyInfoPem()]));
        _single = Signed(SamplePackage.Create(Schema, "one").Files);
        foreach (var package in _bundle.All)
        {
            _repository.Packages[package.Manifest.Id] = Signed(package.Files).ToPackage();
        }
    }

    private static ModelId Single { get; } = new("one", 1);

    public void Dispose()
    {
        _host.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task Load_Unchanged_Loads()
    {
        _repository.Packages[Single] = _single.ToPackage();

        (await _host.LoadAsync(Single, default)).Id.ShouldBe(Single);
        (await _host.LoadAsync(_bundle.Bundle.Manifest.Id, default)).IsFreed.ShouldBeFalse();
    }

    [Fact]
    public Task Load_DamagedFiles_NeverLoads() => NeverLoads(11, ByteMutations.Damage);

    [Fact]
    public Task Load_DamagedFilesWithGoodHashes_NeverLoads() => NeverLoads(12, ByteMutations.DamageAndRehash);

    [Fact]
    public Task Load_HostileGraphWithGoodHashesAndSignature_NeverLoads() => NeverLoads(13, (files, random) => Reseal(
        ManifestOf(files), new(Content(files)) { [PackageFileNames.Model] = HostileGraphs.Of(files[PackageFileNames.Model], random) }));

    [Fact]
    public Task Load_HostileManifestWithGoodHashesAndSignature_NeverLoads() =>
        NeverLoads(14, (files, random) => Reseal(HostileManifests.Of(ManifestOf(files), random), Content(files)));

    /// <summary>One member of 29 is spoiled: the bundle must not load.</summary>
    [Fact]
    public async Task Load_BundleWithOneSpoiledMember_NeverLoads()
    {
        var random = new Random(15);
        var members = _bundle.All.ToImmutableArray();
        for (var round = 0; round < Rounds / 4; round++)
        {
            var id = members[random.Next(members.Length)].Manifest.Id;
            var good = _repository.Packages[id];
            var spoiled = round % 3 == 0 ? ByteMutations.DamageAndRehash(Files.Of(good), random) : ByteMutations.Damage(Files.Of(good), random);
            _repository.Packages[id] = spoiled.ToPackage();

            await ShouldBeRefused(_bundle.Bundle.Manifest.Id, spoiled, Files.Of(good), round);

            _repository.Packages[id] = good;
        }

        _refused.ShouldBeGreaterThan(Rounds / 5);
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

    private async Task NeverLoads(int seed, Func<Files, Random, Files> mutate)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var spoiled = mutate(_single, random);
            _repository.Packages[Single] = spoiled.ToPackage();

            await ShouldBeRefused(Single, spoiled, _single, round);
        }

        // A few mutations may change nothing, such as zeros written over zeros.
        _refused.ShouldBeGreaterThan(Rounds * 9 / 10);
    }

    private async Task ShouldBeRefused(ModelId id, Files spoiled, Files good, int round)
    {
        if (spoiled.HasBytesOf(good))
        {
            return;
        }

        var refused = await Should.ThrowAsync<FaultException>(() => _host.LoadAsync(id, default), $"round {round}");

        refused.Message.Length.ShouldBeGreaterThan(10, $"round {round}");
        _host.Statuses.Single().ShouldBe(new ModelStatus(id, ModelState.Failed, refused.Message, null, null, null), $"round {round}");
        _refused++;
    }

    private static ModelManifest ManifestOf(Files files) => ModelManifestJson.Read(files[PackageFileNames.Manifest]);

    private static Files Content(Files files) => new(files.Where(file => ManifestOf(files).Files.ContainsKey(file.Key)));

    private Files Reseal(ModelManifest manifest, Files content) => Signed(PackageSeal.Close(manifest, content.ToPackage()));

    private Files Signed(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> package) => new(Files.Of(package))
    {
        [PackageFileNames.Signature] = PackageSignature.Sign(_key, package[PackageFileNames.Manifest].Span),
    };
}
