using Bqx.Learning.Packaging;

namespace Bqx.Learning.Tests.Packaging;

public sealed class RegimeClassesTests
{
    [Theory]
    [InlineData(-2, 0)]
    [InlineData(-1.5, 1)]
    [InlineData(-0.51, 1)]
    [InlineData(-0.5, 2)]
    [InlineData(0, 2)]
    [InlineData(0.49, 2)]
    [InlineData(0.5, 3)]
    [InlineData(1.5, 4)]
    [InlineData(99, 4)]
    public void Of_Value_IsItsClass(double z, int expected) => RegimeClasses.Of(z).ShouldBe(expected);
}
