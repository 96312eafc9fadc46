using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.TestKit;

namespace Bqx.Plugins.Tests.Assemblies;

/// <summary>The sample plug-in, which the build of this project builds too, in folders of its own.</summary>
public sealed class PluginAssemblyTests : IDisposable
{
    private const string Dll = "Bqx.Samples.Mean.dll";

    private static readonly byte[] Built = File.ReadAllBytes(Path.Combine(
        TestRepository.Root, "samples", "plugin-mean", "bin", Configuration, "net10.0", Dll));

    private readonly string _root = Directory.CreateTempSubdirectory("bqx-plugins").FullName;

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Load_Sample_ServesItsKind()
    {
        Write(Manifest);
        using var plugins = PluginFolder.Load(_root, [], TrustedKeys.None);
        using var host = HostOf(plugins);

        var model = await host.LoadAsync(TestPackage.Id, default);
        var outputs = new ModelOutput[2];

        model.TryPredict(new float[] { 1, 2, 6, -1, 0, 4 }, [Pair.All[0], Pair.All[1]], outputs).ShouldBeTrue();
        outputs.Select(output => output.Bqx).ShouldBe([3, 1]);
        outputs.Select(output => output.LogRv).ShouldBe([-3, -1]);
    }

    [Fact]
    public void Load_Sample_SharesCoreAndNothingElse()
    {
        Write(Manifest);
        using var plugin = PluginAssembly.Load(Folder, TrustedKeys.None);

        var context = ContextOf(plugin);

        context.ShouldNotBe(AssemblyLoadContext.Default);
        context.IsCollectible.ShouldBeTrue();
        context.Assemblies.Single().GetName().Name.ShouldBe("Bqx.Samples.Mean");
        Should.Throw<FileNotFoundException>(() => context.LoadFromAssemblyName(new("Bqx.Plugins.Hosting")));
        Should.Throw<FileNotFoundException>(() => context.LoadFromAssemblyName(new("Shouldly")));
        context.LoadFromAssemblyName(new("Bqx.Core")).ShouldBeSameAs(typeof(IModelPlugin).Assembly);
        context.LoadFromAssemblyName(new("Microsoft.ML.OnnxRuntime"))
            .ShouldBeSameAs(typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly);
    }

    [Fact]
    public async Task Dispose_AfterUse_GivesItsMemoryBack()
    {
        Write(Manifest);
        var context = await UseAndDisposeAsync();

        // Unloading takes some collections: what the runtime itself held is let go step by step.
        for (var round = 0; round < 20 && context.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Load_Disposed_LoadsNoMoreModels()
    {
        Write(Manifest);
        var plugin = PluginAssembly.Load(Folder, TrustedKeys.None);

        plugin.Dispose();
        plugin.Dispose();

        Should.Throw<ObjectDisposedException>(() => plugin.Load(null!));
    }

    [Fact]
    public void Load_AnyChangedByteOfTheAssembly_IsRefused()
    {
        Write(Manifest);
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var bytes = (byte[])Built.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Path.Combine(Folder, Dll), bytes);

            Refused().ShouldBe($"Plug-in 'mean': {Dll} does not have the SHA-256 in plugin.json.");
        }
    }

    public static TheoryData<string, Func<PluginManifest, PluginManifest>, string> Spoiled => new()
    {
        { "format", m => m with { Format = 2 }, "plugin.json has format 2: 1 is known." },
        { "name", m => m with { Name = "other" }, "plugin.json is of 'other'." },
        { "type", m => m with { Type = "Bqx.Samples.Mean.None" }, $"'Bqx.Samples.Mean.None' is not a public class of {Dll} that implements IModelPlugin." },
        {
            "not public",
            m => m with { Type = "Bqx.Samples.Mean.MeanModel" },
            $"'Bqx.Samples.Mean.MeanModel' is not a public class of {Dll} that implements IModelPlugin."
        },
        { "no files", m => m with { Files = m.Files.Clear() }, "plugin.json does not list its own assembly among its files." },
        { "missing", m => m with { Files = m.Files.Add("more.dll", new string('0', 64)) }, "more.dll is missing." },
        { "outside", m => m with { Files = m.Files.Add("../x.dll", new string('0', 64)) }, "'../x.dll' is not the name of an assembly." },
        { "native", m => m with { Files = m.Files.Add("x.so", new string('0', 64)) }, "'x.so' is not the name of an assembly." },
        {
            "the host's",
            m => m with { Files = m.Files.Add("Bqx.Core.dll", new string('0', 64)) },
            "Bqx.Core.dll is the host's: a plug-in brings none of its own."
        },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Load_SpoiledManifest_SaysWhatIsWrong(string what, Func<PluginManifest, PluginManifest> spoil, string reason)
    {
        Write(spoil(Manifest));

        Refused().ShouldBe($"Plug-in 'mean': {reason}", what);
    }

    [Fact]
    public void Load_NoManifestOrNotJson_SaysSo()
    {
        Directory.CreateDirectory(Folder);
        Refused().ShouldBe("Plug-in 'mean': plugin.json is missing.");

        File.WriteAllText(Path.Combine(Folder, "plugin.json"), "{");
        Refused().ShouldStartWith("Plug-in 'mean': plugin.json is not valid at line 1");
    }

    [Fact]
    public void Load_AssemblyThatIsNone_SaysSo()
    {
        byte[] bytes = [1, 2, 3];
        Write(Manifest with { Files = Manifest.Files.SetItem(Dll, Digest.Of(bytes).ToString()) });
        File.WriteAllBytes(Path.Combine(Folder, Dll), bytes);

        Refused().ShouldBe("Plug-in 'mean': Its assembly is not one of .NET.");
    }

    [Fact]
    public void Load_KindThatIsThere_IsRefused()
    {
        Write(Manifest);

        Should.Throw<FaultException>(() => PluginFolder.Load(_root, ["mean"], TrustedKeys.None))
            .Message.ShouldBe("Plug-in 'mean' runs kind 'mean', which another one runs.");
    }

    [Fact]
    public void Load_NoFolder_IsRefusedAndNoneConfiguredIsNone()
    {
        Should.Throw<FaultException>(() => PluginFolder.Load(Path.Combine(_root, "nothing"), [], TrustedKeys.None));
        PluginFolder.Load(null, [], TrustedKeys.None).Plugins.ShouldBeEmpty();
        PluginFolder.Load(_root, [], TrustedKeys.None).Plugins.ShouldBeEmpty();
    }

    [Fact]
    public void Load_WithTrustedKeys_AsksForTheSignature()
    {
        Write(Manifest);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256), other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = TrustedKeys.Parse([key.ExportSubjectPublicKeyInfoPem()]);
        var signature = Path.Combine(Folder, "plugin.sig");

        Refused(keys).ShouldContain("is not signed");
        File.WriteAllBytes(signature, PackageSignature.Sign(other, Manifest.Write()));
        Refused(keys).ShouldContain("is not signed by a key");
        File.WriteAllBytes(signature, PackageSignature.Sign(key, Manifest.Write()));
        using var plugin = PluginAssembly.Load(Folder, keys);
        plugin.Kind.ShouldBe("mean");
    }

    private static PluginManifest Manifest { get; } = new()
    {
        Format = 1,
        Name = "mean",
        Assembly = Dll,
        Type = "Bqx.Samples.Mean.MeanPlugin",
        Files = ImmutableSortedDictionary<string, string>.Empty.Add(Dll, Digest.Of(Built).ToString()),
    };

    private string Folder => Path.Combine(_root, "mean");

    private static ModelHost HostOf(PluginFolder plugins)
    {
        var repository = new MemoryRepository();
        var output = NoOpModel.OutputOf(1);
        (output.Bqx, output.LogRv) = (1, -1);
        repository.Packages[TestPackage.Id] = TestPackage.Seal(TestPackage.Manifest with { Kind = "mean" }, output, null);
        return new ModelHost(repository, TestPackage.Schema, new PackageLimits(), plugins.Plugins);
    }

    private static AssemblyLoadContext ContextOf(PluginAssembly plugin)
    {
        var model = plugin.Load(new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(
            TestPackage.Id, TestPackage.Seal(TestPackage.Manifest with { Kind = "mean" }, NoOpModel.OutputOf(1), null)));
        return AssemblyLoadContext.GetLoadContext(model.GetType().Assembly)!;
    }

    // On a frame of its own, so that nothing of the plug-in stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseAndDisposeAsync()
    {
        using var plugins = PluginFolder.Load(_root, [], TrustedKeys.None);
        using var host = HostOf(plugins);
        var model = await host.LoadAsync(TestPackage.Id, default);
        model.TryPredict(new float[] { 1, 2, 6 }, [Pair.All[0]], new ModelOutput[1]).ShouldBeTrue();
        return new WeakReference(ContextOf(plugins.Plugins[0]));
    }

    private void Write(PluginManifest manifest)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, "plugin.json"), manifest.Write());
        File.WriteAllBytes(Path.Combine(Folder, Dll), Built);
    }

    private string Refused(TrustedKeys? keys = null) =>
        Should.Throw<FaultException>(() => PluginAssembly.Load(Folder, keys ?? TrustedKeys.None)).Message;
}
