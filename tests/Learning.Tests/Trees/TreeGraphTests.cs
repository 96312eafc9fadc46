using Bqx.Learning.Onnx;
using Bqx.Learning.Trees;
using Bqx.OnnxProto;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Tests.Trees;

public sealed class TreeGraphTests
{
    private static readonly TreeEnsemble ByHand = new(
        2,
        2,
        0.5f,
        [
            new Tree(0, [new TreeNode(0, 1, 1, 2, true), TreeNode.Leaf(10), TreeNode.Leaf(20)]),
            new Tree(1, [new TreeNode(1, 2, 1, 2, false), TreeNode.Leaf(100), TreeNode.Leaf(200)]),
            new Tree(1, [TreeNode.Leaf(1000)]),
        ]);

    // What is less goes left; the threshold itself goes right; NaN goes where the node says.
    [Theory]
    [InlineData(0.5f, 1.5f, 10.5f, 1100.5f)]
    [InlineData(1f, 2f, 20.5f, 1200.5f)]
    [InlineData(3f, -7f, 20.5f, 1100.5f)]
    [InlineData(float.NaN, float.NaN, 10.5f, 1200.5f)]
    public void Write_TreesByHand_AnswerAsTheyStand(float first, float second, float one, float two)
    {
        var outputs = new float[2];
        ByHand.Predict([first, second], outputs);

        outputs.ShouldBe([one, two]);
        Run(ByHand, [first, second]).ShouldBe([one, two]);
    }

    [Fact]
    public void Write_NoTrees_IsTheBase() => Run(new TreeEnsemble(2, 1, 0.25f, []), [1, 2, 3, 4]).ShouldBe([0.25f, 0.25f]);

    [Fact]
    public void Write_Graph_ImportsTheOtherDomainOnlyHere() =>
        ModelProto.Parser.ParseFrom(Graph(ByHand)).OpsetImport.Select(opset => (opset.Domain, opset.Version))
            .ShouldBe([("", 17L), ("ai.onnx.ml", 3L)]);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Write_GrownTrees_AgreeWithTheManagedOnes(int classes)
    {
        TreeData.RequireLibrary();
        var rows = classes > 0 ? TreeData.Classes(2000, 4) : TreeData.Rows(2000, 4);
        var ensemble = TreeTrainer.Fit(rows, null, TreeData.Quick with { Classes = classes }, TestContext.Current.CancellationToken);
        var fresh = (float[])[.. TreeData.Rows(500, 9).Features, .. Thresholds(ensemble)];

        var answers = Run(ensemble, fresh);

        var expected = new float[ensemble.Outputs];
        for (var i = 0; i < fresh.Length / TreeData.Columns; i++)
        {
            ensemble.Predict(fresh.AsSpan(i * TreeData.Columns, TreeData.Columns), expected);
            for (var k = 0; k < expected.Length; k++)
            {
                answers[(i * expected.Length) + k].ShouldBe(expected[k], 1e-5f);
            }
        }
    }

    // Rows whose every value is a threshold of that column, exactly.
    private static float[] Thresholds(TreeEnsemble ensemble)
    {
        var random = new Random(1);
        var byColumn = ensemble.Trees.SelectMany(tree => tree.Nodes).Where(node => !node.IsLeaf).ToLookup(node => node.Feature, node => node.Value);
        return [.. Enumerable.Range(0, 300 * TreeData.Columns).Select(i => byColumn[i % TreeData.Columns].ToArray() is { Length: > 0 } values
            ? values[random.Next(values.Length)]
            : 0)];
    }

    private static float[] Run(TreeEnsemble ensemble, float[] rows)
    {
        using var session = new InferenceSession(Graph(ensemble));
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [rows.Length / ensemble.Features, ensemble.Features]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [input], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static byte[] Graph(TreeEnsemble ensemble)
    {
        var graph = new OnnxGraphBuilder("trees");
        var x = graph.Input("x", OnnxGraphBuilder.AnyRows, ensemble.Features);
        graph.Output(TreeGraph.Write(graph, ensemble, x), "y", OnnxGraphBuilder.AnyRows, ensemble.Outputs);
        return graph.ToBytes();
    }
}
