using Bqx.Core;
using Bqx.Server.Services;
using Grpc.Core;

namespace Bqx.Server.Tests.Services;

public sealed class FaultStatusTests
{
    [Fact]
    public void Of_EveryFault_HasAStatusThatIsAFailure()
    {
        foreach (var fault in Enum.GetValues<Fault>())
        {
            FaultStatus.Of(fault).ShouldNotBe(StatusCode.OK);
            FaultStatus.Of(fault).ShouldNotBe(StatusCode.Unknown);
        }
    }

    [Theory]
    [InlineData(Fault.UnknownPair, StatusCode.NotFound, "unknown_pair")]
    [InlineData(Fault.InvalidInput, StatusCode.InvalidArgument, "invalid_input")]
    [InlineData(Fault.StorageUnavailable, StatusCode.Unavailable, "storage_unavailable")]
    [InlineData(Fault.Overloaded, StatusCode.ResourceExhausted, "overloaded")]
    public void ToRpc_CarriesStatusSentenceAndName(Fault fault, StatusCode code, string name)
    {
        var error = FaultStatus.ToRpc(new FaultException(fault, "What was wrong."));

        error.Status.ShouldBe(new Status(code, "What was wrong."));
        error.Trailers.GetValue("bqx-fault").ShouldBe(name);
    }
}
