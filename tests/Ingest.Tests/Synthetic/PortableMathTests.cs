using Bqx.Ingest.Synthetic;

namespace Bqx.Ingest.Tests.Synthetic;

public sealed class PortableMathTests
{
    [Fact]
    public void Log_AllScales_AgreesWithTheLibrary()
    {
        for (var x = 1e-18; x < 1e18; x *= 1.0137)
        {
            PortableMath.Log(x).ShouldBe(Math.Log(x), 4e-16 * Math.Max(1, Math.Abs(Math.Log(x))));
        }

        PortableMath.Log(1).ShouldBe(0);
    }

    [Fact]
    public void Exp_AllScales_AgreesWithTheLibrary()
    {
        for (var x = -40.0; x < 40; x += 0.00917)
        {
            (PortableMath.Exp(x) / Math.Exp(x)).ShouldBe(1, 1e-15);
        }

        PortableMath.Exp(0).ShouldBe(1);
    }
}
