using Bqx.Learning.Neural.Kernels;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Tests.Neural;

/// <summary>Matrix products of the kernel against sums in the order of the definition, over sizes that leave a rest everywhere.</summary>
public sealed class ProductKernelTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 8, 32, 1 },
        { 1, 1, 1 },
        { 3, 5, 700 },
        { 9, 33, 64 },
        { 16, 49, 65 },
        { 133, 18, 1030 },
        { 41, 550, 7 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Product_EveryLayout_IsTheSumOfProducts(int rows, int columns, int depth)
    {
        foreach (var layout in Enumerable.Range(0, 4))
        {
            var shape = new ProductShape(rows, columns, depth, layout % 2 == 1, layout > 1);
            var (left, right) = (Numbers(rows * depth, 1), Numbers(depth * columns, 2));
            Check(Run(shape, left, right, null, 1), shape, left, right, null);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ProductPlusRow_EveryRow_BeginsWithIt(int rows, int columns, int depth)
    {
        var shape = new ProductShape(rows, columns, depth, false, false);
        var (left, right, row) = (Numbers(rows * depth, 3), Numbers(depth * columns, 4), Numbers(columns, 5));
        Check(Run(shape, left, right, row, 1), shape, left, right, row);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Product_MoreThreads_GiveTheSameBits(int threads)
    {
        var shape = new ProductShape(300, 600, 530, true, false);
        var (left, right) = (Numbers(300 * 530, 6), Numbers(530 * 600, 7));
        Run(shape, left, right, null, threads).ShouldBe(Run(shape, left, right, null, 1));
    }

    // Whole numbers this small have exact sums, whatever their order.
    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-9, 10))];
    }

    private static void Check(float[] result, ProductShape shape, float[] left, float[] right, float[]? row)
    {
        for (var i = 0; i < shape.Rows; i++)
        {
            for (var j = 0; j < shape.Columns; j++)
            {
                var sum = row is null ? 0 : row[j];
                for (var k = 0; k < shape.Depth; k++)
                {
                    sum += left[shape.TransposesLeft ? (k * shape.Rows) + i : (i * shape.Depth) + k]
                        * right[shape.TransposesRight ? (j * shape.Depth) + k : (k * shape.Columns) + j];
                }

                result[(i * shape.Columns) + j].ShouldBe(sum, $"{shape} [{i}, {j}]");
            }
        }
    }

    private static float[] Run(ProductShape shape, float[] left, float[] right, float[]? row, int threads)
    {
        var graph = new OnnxGraphBuilder("product", usesKernels: true);
        List<(string Name, float[] Values)> inputs = [("left", left), ("right", right)];
        if (row is not null)
        {
            inputs.Add(("row", row));
        }

        string[] names = [.. inputs.Select(input => graph.Input(input.Name, input.Values.Length))];
        var node = graph.KernelNode(row is null ? "Product" : "ProductPlusRow", shape.ToAttributes(), 1, names)[0];
        graph.Output(node, "result", shape.Rows, shape.Columns);
        using var session = RuntimeSession.Open(graph.ToBytes(), new RuntimeOptions { Threads = threads });
        using var options = new RunOptions();
        var values = inputs.ToDictionary(
            input => input.Name, input => OrtValue.CreateTensorValueFromMemory(input.Values, [input.Values.Length]));
        using var results = session.Run(options, values, ["result"]);
        Array.ForEach([.. values.Values], value => value.Dispose());
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
