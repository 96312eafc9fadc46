using Bqx.Learning.Onnx;
using Bqx.OnnxProto;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Tests.Onnx;

public sealed class OnnxGraphBuilderTests
{
    [Fact]
    public void ToBytes_Model_IsOpset17OfTheStandardDomainOnly()
    {
        var model = ModelProto.Parser.ParseFrom(Simple().ToBytes());

        model.OpsetImport.Select(opset => (opset.Domain, opset.Version)).ShouldBe([("", 17L)]);
        model.IrVersion.ShouldBe(8);
        model.Graph.Node.Select(node => node.Domain).ShouldAllBe(domain => domain == "");
        model.Graph.Initializer.ShouldAllBe(tensor => tensor.ExternalData.Count == 0);
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam.ShouldBe("N");
        model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue.ShouldBe(2);
    }

    [Fact]
    public void ToBytes_SameCalls_SameBytes() => Simple().ToBytes().ShouldBe(Simple().ToBytes());

    [Fact]
    public void ToBytes_InTheRuntime_Computes()
    {
        using var session = new InferenceSession(Simple().ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory(new[] { 1f, 2f, 3f, 4f }, [2, 2]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [input], ["y"]);

        // (x + [10, 20])·2.
        results[0].GetTensorDataAsSpan<float>().ToArray().ShouldBe([22f, 44f, 26f, 48f]);
    }

    private static OnnxGraphBuilder Simple()
    {
        var graph = new OnnxGraphBuilder("simple");
        var x = graph.Input("x", OnnxGraphBuilder.AnyRows, 2);
        graph.Output(graph.Node("Mul", graph.Node("Add", x, graph.Constant("c", [10, 20], 2)), graph.Scalar(2)), "y", OnnxGraphBuilder.AnyRows, 2);
        return graph;
    }
}
