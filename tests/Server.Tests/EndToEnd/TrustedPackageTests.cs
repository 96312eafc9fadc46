using System.Security.Cryptography;
using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>A server that trusts one key, with a package that was signed by it in production.</summary>
public sealed class TrustedPackageTests : IAsyncLifetime
{
    private const string NotSigned = "The package is not signed: this server loads signed packages only.";
    private const string NotTrusted = "The package is not signed by a key that this server trusts.";

    private static readonly SampleBundle Bundle = RealPackages.Bundle("fx");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keys = Directory.CreateTempSubdirectory("bqx-keys-").FullName;
    private FixedRepository _repository = null!;
    private PackageContent _next = null!;
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_keys, "trusted.pem"), _key.ExportSubjectPublicKeyInfoPem());
        var first = await RealPackages.TrainedAsync();
        _next = first.Renumber(2);
        _repository = await RealPackages.RepositoryAsync(Bundle.All.Append(first).Append(_next));
        await RealPackages.SignAsync(_repository, _key, first);
        _server = await TestServer.StartAsync(
            new FakeTimeProvider(), _repository, promote: false, $"--Server:TrustedKeys={_keys}");
        await _server.Labels.RequestAsync("production", first.Manifest.Id, default);
        await _server.WhenReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task Promote_UnsignedPackage_IsRefusedAndTheOldOneServes() => await ShouldRefuseAsync("trained@2", NotSigned);

    [Fact]
    public async Task Promote_PackageSignedByAnotherKey_IsRefusedAndTheOldOneServes()
    {
        await RealPackages.SignAsync(_repository, _other, _next);

        await ShouldRefuseAsync("trained@2", NotTrusted);
    }

    [Fact]
    public async Task Promote_SignedPackage_Serves()
    {
        await RealPackages.SignAsync(_repository, _key, _next);

        await PromoteAsync("trained@2");

        (await ServingAsync()).ShouldBe("trained@2");
    }

    [Fact]
    public async Task Promote_SignedBundleOfUnsignedMembers_IsRefusedAndNamesTheFirst()
    {
        await RealPackages.SignAsync(_repository, _key, Bundle.Bundle);

        await ShouldRefuseAsync("fx@1", $"Member fx-encoder@1: {NotSigned}");
    }

    [Fact]
    public async Task Promote_BundleWithAMemberSignedByAnotherKey_IsRefusedAndNamesIt()
    {
        await RealPackages.SignAsync(_repository, _key, Bundle.All);
        await RealPackages.SignAsync(_repository, _other, Bundle.Heads[^1]);

        await ShouldRefuseAsync("fx@1", $"Member {Bundle.Heads[^1].Manifest.Id}: {NotTrusted}");
    }

    [Fact]
    public async Task Promote_SignedBundle_Serves()
    {
        await RealPackages.SignAsync(_repository, _key, Bundle.All);

        await PromoteAsync("fx@1");

        (await ServingAsync()).ShouldBe("fx@1");
    }

    // Refused once, a package is tried again: it may have been signed since.
    [Fact]
    public async Task Promote_RefusedThenSigned_Serves()
    {
        await ShouldRefuseAsync("trained@2", NotSigned);
        await RealPackages.SignAsync(_repository, _key, _next);

        await PromoteAsync("trained@2");

        (await ServingAsync()).ShouldBe("trained@2");
    }

    private async Task ShouldRefuseAsync(string model, string reason)
    {
        var refused = await Should.ThrowAsync<RpcException>(() => PromoteAsync(model));

        refused.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, reason));
        (await _server.Labels.ReadAsync(default)).Single().ShouldSatisfyAllConditions(
            label => label.Current.ShouldBe(new ModelId("trained", 1)),
            label => label.Reason.ShouldBe(reason));
        (await ServingAsync()).ShouldBe("trained@1");
    }

    private async Task PromoteAsync(string model) =>
        await new Models.ModelsClient(_server.Admin).PromoteAsync(new PromoteModelRequest { Label = "production", Model = model });

    private async Task<string> ServingAsync()
    {
        var reply = await new Prediction.PredictionClient(_server.Channel).PredictBatchAsync(new PredictBatchRequest());
        return reply.Predictions.Select(one => $"{one.Prediction.Model.Name}@{one.Prediction.Model.Version}").Distinct().ShouldHaveSingleItem();
    }
}
