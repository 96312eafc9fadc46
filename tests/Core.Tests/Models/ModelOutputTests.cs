namespace Bqx.Core.Tests;

public sealed class ModelOutputTests
{
    [Fact]
    public void Numbers_TwoOutputs_AreTheirFieldsInOrder()
    {
        var outputs = new ModelOutput[2];

        Enumerable.Range(1, 14).Select(i => (float)i).ToArray().CopyTo(ModelOutput.Numbers(outputs));

        (outputs[0].Bqx, outputs[0].LogRv, outputs[0].Regime[0], outputs[0].Regime[4]).ShouldBe((1f, 2f, 3f, 7f));
        (outputs[1].Bqx, outputs[1].LogRv, outputs[1].Regime[4]).ShouldBe((8f, 9f, 14f));
        ModelOutput.Rows(ModelOutput.Numbers(outputs))[1].Bqx.ShouldBe(8f);
    }
}
