namespace Bqx.Features.Tests.Rolling;

public sealed class ShadowSumTests
{
    [Fact]
    public void Slide_AfterAHugeValue_ForgetsItsRounding()
    {
        // 1e16 swallows the small values' bits; two windows later no trace may be left.
        var values = Enumerable.Range(0, 400).Select(i => i == 100 ? 1e16 : 0.1 + (i % 7)).ToArray();
        var sum = new ShadowSum(75);
        for (var i = 0; i < values.Length; i++)
        {
            sum.Slide((1000 + i) % 75, values[i], i >= 75 ? values[i - 75] : 0);
        }

        sum.Value.ShouldBe(values[^75..].Sum(), 1e-9);
    }

    [Fact]
    public void Slide_BeforeTheWindowIsFull_SumsWhatIsThere()
    {
        var sum = new ShadowSum(5);
        for (var i = 0; i < 4; i++)
        {
            sum.Slide((13 + i) % 5, 1, 0);
            sum.Value.ShouldBe(i + 1);
        }
    }
}
