using Grpc.Wire;

namespace Bqx.Grpc.Tests.Wire;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("99999999m", 999_999_990_000)]
    [InlineData("5u", 50)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("0m", 0)]
    public void TryParse_Valid_Ticks(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();

        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void TryParse_Malformed_False(string? text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "1u")]
    [InlineData(1, "1u")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(1_000_000_000, "100000m")]
    [InlineData(1_000_000_000_001, "100001S")]
    [InlineData(long.MaxValue, "99999999H")]
    public void Format_Ticks_SmallestUnitThatHoldsThem(long ticks, string expected) =>
        GrpcTimeout.Format(new TimeSpan(ticks)).ShouldBe(expected);

    [Fact]
    public void Format_AnyDuration_ParsesToAtLeastItAndLittleMore()
    {
        for (var ticks = 1L; ticks < TimeSpan.FromDays(100_000).Ticks; ticks = (ticks * 7) + 3)
        {
            GrpcTimeout.TryParse(GrpcTimeout.Format(new TimeSpan(ticks)), out var parsed).ShouldBeTrue();
            parsed.Ticks.ShouldBeInRange(ticks, (long)(ticks * 1.0001) + 10);
        }
    }
}
