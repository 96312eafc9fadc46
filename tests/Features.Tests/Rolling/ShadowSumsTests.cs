namespace Bqx.Features.Tests.Rolling;

public sealed class ShadowSumsTests
{
    [Fact]
    public void Slide_ManyAtOnce_EqualsOneByOneBitForBit()
    {
        const int Window = 7;
        const int Count = 16;
        var random = new Random(4);
        var values = Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, Count).Select(_ => random.NextDouble() - 0.4).ToArray()).ToArray();
        var many = new ShadowSums(Window, Count);
        var single = Enumerable.Range(0, Count).Select(_ => new ShadowSum(Window)).ToArray();
        for (var t = 0; t < values.Length; t++)
        {
            var leaving = t >= Window ? values[t - Window] : new double[Count];
            many.Slide(500 + t, values[t], leaving);
            for (var i = 0; i < Count; i++)
            {
                single[i].Slide(500 + t, values[t][i], leaving[i]);
                many.Values[i].ShouldBe(single[i].Value);
            }
        }
    }

    [Fact]
    public void New_CountThatDoesNotFillVectors_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ShadowSums(5, 9));
}
