using Bqx.Learning.Files;

namespace Bqx.Learning.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-whole-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Write_OverAnother_ReplacesItAndLeavesNothingBeside()
    {
        await WholeFile.WriteAsync(Place, new byte[] { 1, 2, 3 }, Stop);
        WholeFile.Write(Place, file => file.Write([4, 5]));

        File.ReadAllBytes(Place).ShouldBe([4, 5]);
        Directory.GetFiles(_folder).ShouldBe([Place]);
    }

    [Fact]
    public async Task Write_AfterAFailedOne_IsWhole()
    {
        await WholeFile.WriteAsync(Place, new byte[] { 1, 2, 3 }, Stop);

        Should.Throw<InvalidOperationException>(() => WholeFile.Write(Place, file =>
        {
            file.Write([4, 5, 6, 7]);
            throw new InvalidOperationException();
        }));

        File.ReadAllBytes(Place).ShouldBe([1, 2, 3]);
        await WholeFile.WriteAsync(Place, new byte[] { 8 }, Stop);
        File.ReadAllBytes(Place).ShouldBe([8]);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesWhatWasThere()
    {
        await WholeFile.WriteAsync(Place, new byte[] { 1, 2, 3 }, Stop);

        await Should.ThrowAsync<OperationCanceledException>(() => WholeFile.WriteAsync(Place, new byte[] { 4 }, new CancellationToken(canceled: true)));

        File.ReadAllBytes(Place).ShouldBe([1, 2, 3]);
    }
}
