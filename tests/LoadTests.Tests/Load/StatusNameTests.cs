using Bqx.LoadTests.Load;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Load;

public sealed class StatusNameTests
{
    [Theory]
    [InlineData(StatusCode.OK, "OK")]
    [InlineData(StatusCode.Cancelled, "CANCELLED")]
    [InlineData(StatusCode.NotFound, "NOT_FOUND")]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED")]
    [InlineData(StatusCode.OutOfRange, "OUT_OF_RANGE")]
    public void Of_ACode_IsItsNameInTheSpecification(StatusCode code, string name) => StatusName.Of(code).ShouldBe(name);
}
