using System.Text;
using Bqx.Core;

namespace Bqx.Storage.Tests;

public sealed class FolderModelRepositoryTests : IDisposable
{
    private static readonly ModelId First = new("ridge", 1);

    private readonly string _root = Directory.CreateTempSubdirectory("bqx-models-").FullName;
    private readonly FolderModelRepository _repository;

    public FolderModelRepositoryTests() => _repository = new FolderModelRepository(_root);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Publish_ThenRead_GivesTheSameBytes()
    {
        await _repository.PublishAsync(First, Files(("model.onnx", "graph"), ("manifest.json", "{}"), ("empty.bin", "")), Stop);

        var files = await _repository.ReadAsync(First, Stop);

        files.Keys.Order().ShouldBe(["empty.bin", "manifest.json", "model.onnx"]);
        Encoding.UTF8.GetString(files["model.onnx"].Span).ShouldBe("graph");
        files["empty.bin"].Length.ShouldBe(0);
    }

    [Fact]
    public async Task Sign_Twice_KeepsTheSecondSignatureAndNothingElse()
    {
        await _repository.PublishAsync(First, Files(("manifest.json", "{}")), Stop);

        await _repository.SignAsync(First, new byte[] { 1 }, Stop);
        await _repository.SignAsync(First, new byte[] { 2, 3 }, Stop);

        var files = await _repository.ReadAsync(First, Stop);
        files.Keys.Order().ShouldBe(["manifest.json", "manifest.sig"]);
        files["manifest.sig"].ToArray().ShouldBe([2, 3]);
        Directory.GetFileSystemEntries(Path.Combine(_root, "ridge")).Select(Path.GetFileName).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Sign_UnknownPackage_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => _repository.SignAsync(First, new byte[1], Stop))).Fault.ShouldBe(Fault.UnknownModel);

    [Fact]
    public async Task List_ManyPackages_OrdersByNameThenNumber()
    {
        foreach (var id in new[] { new ModelId("ridge", 10), new ModelId("mlp", 2), First, new ModelId("ridge", 2) })
        {
            await _repository.PublishAsync(id, Files(("a", "x")), Stop);
        }

        (await _repository.ListAsync(Stop)).Select(id => id.ToString()).ShouldBe(["mlp@2", "ridge@1", "ridge@2", "ridge@10"]);
    }

    [Fact]
    public async Task List_NoFolder_IsEmpty() =>
        (await new FolderModelRepository(Path.Combine(_root, "absent")).ListAsync(Stop)).ShouldBeEmpty();

    [Theory]
    [InlineData("ridge/.2-half-written")]
    [InlineData("ridge/0")]
    [InlineData("ridge/01")]
    [InlineData("ridge/-1")]
    [InlineData("ridge/2.5")]
    [InlineData("ridge/latest")]
    [InlineData("Ridge/1")]
    [InlineData(".git/1")]
    public async Task List_FolderThatIsNoPackage_IsLeftOut(string folder)
    {
        Directory.CreateDirectory(Path.Combine(_root, folder));

        (await _repository.ListAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_VersionThatExists_IsRefusedAndLeavesIt()
    {
        await _repository.PublishAsync(First, Files(("a", "old")), Stop);

        var fault = await Should.ThrowAsync<FaultException>(() => _repository.PublishAsync(First, Files(("a", "new")), Stop));

        fault.Fault.ShouldBe(Fault.InvalidInput);
        fault.Message.ShouldBe("Package ridge@1 exists already: a version never changes, publish the next one.");
        Encoding.UTF8.GetString((await _repository.ReadAsync(First, Stop))["a"].Span).ShouldBe("old");
    }

    [Fact]
    public async Task Publish_SameVersionFromManyAtOnce_OneWinsWhole()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => TryPublishAsync($"{i}"))));

        outcomes.Count(won => won).ShouldBe(1);
        var files = await _repository.ReadAsync(First, Stop);
        files["a"].ToArray().ShouldBe(files["b"].ToArray());
        Directory.GetDirectories(Path.Combine(_root, "ridge")).Length.ShouldBe(1);

        async Task<bool> TryPublishAsync(string content)
        {
            try
            {
                await _repository.PublishAsync(First, Files(("a", content), ("b", content)), Stop);
                return true;
            }
            catch (FaultException fault) when (fault.Fault == Fault.InvalidInput)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/file")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("Upper")]
    [InlineData("new\nline")]
    [InlineData("")]
    public async Task Publish_BadFileName_IsRefusedAndLeavesNothing(string name)
    {
        var fault = await Should.ThrowAsync<FaultException>(() => _repository.PublishAsync(First, Files((name, "x")), Stop));

        fault.Fault.ShouldBe(Fault.InvalidInput);
        Directory.EnumerateFileSystemEntries(_root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("..", 1)]
    [InlineData("a/b", 1)]
    [InlineData("", 1)]
    [InlineData("Ridge", 1)]
    [InlineData("ridge", 0)]
    [InlineData("ridge", -1)]
    public async Task AnyCall_BadId_IsRefused(string name, int version)
    {
        var id = new ModelId(name, version);

        (await Should.ThrowAsync<FaultException>(() => _repository.ReadAsync(id, Stop))).Fault.ShouldBe(Fault.InvalidInput);
        (await Should.ThrowAsync<FaultException>(() => _repository.PublishAsync(id, Files(("a", "x")), Stop)))
            .Fault.ShouldBe(Fault.InvalidInput);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task Publish_FileCountOutOfRange_IsRefused(int count)
    {
        var files = Files([.. Enumerable.Range(0, count).Select(i => ($"f{i}", "x"))]);

        (await Should.ThrowAsync<FaultException>(() => _repository.PublishAsync(First, files, Stop)))
            .Message.ShouldBe($"A package has 1 to 64 files, not {count}.");
    }

    [Fact]
    public async Task Read_Absent_IsUnknownModel()
    {
        var fault = await Should.ThrowAsync<FaultException>(() => _repository.ReadAsync(First, Stop));

        fault.Fault.ShouldBe(Fault.UnknownModel);
        fault.Message.ShouldBe("There is no package ridge@1.");
    }

    [Fact]
    public async Task Read_LinkInPackage_IsRefused()
    {
        await _repository.PublishAsync(First, Files(("a", "x")), Stop);
        File.CreateSymbolicLink(Path.Combine(_root, "ridge", "1", "evil"), "/etc/passwd");

        var fault = await Should.ThrowAsync<FaultException>(() => _repository.ReadAsync(First, Stop));

        fault.Fault.ShouldBe(Fault.ModelFailed);
        fault.Message.ShouldBe("Package ridge@1 holds 'evil', which is not a plain file.");
    }

    [Fact]
    public async Task Read_FileAboveTheLimit_IsRefusedUnread()
    {
        await _repository.PublishAsync(First, Files(("a", "x")), Stop);
        using (var file = File.OpenWrite(Path.Combine(_root, "ridge", "1", "a")))
        {
            file.SetLength((256L << 20) + 1);
        }

        (await Should.ThrowAsync<FaultException>(() => _repository.ReadAsync(First, Stop))).Fault.ShouldBe(Fault.ModelFailed);
    }

    [Fact]
    public async Task Publish_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _repository.PublishAsync(First, Files(("a", "x")), cancelled.Token));

        (await _repository.ListAsync(Stop)).ShouldBeEmpty();
        Directory.EnumerateDirectories(Path.Combine(_root, "ridge")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_RootCannotBeMade_IsStorageUnavailable()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "", Stop);

        var fault = await Should.ThrowAsync<FaultException>(
            () => new FolderModelRepository(file).PublishAsync(First, Files(("a", "x")), Stop));

        fault.Fault.ShouldBe(Fault.StorageUnavailable);
        fault.Message.ShouldNotContain(_root);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(params (string Name, string Content)[] files) =>
        files.ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Content));
}
