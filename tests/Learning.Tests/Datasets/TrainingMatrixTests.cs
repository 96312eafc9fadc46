using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Tests.Datasets;

public sealed class TrainingMatrixTests
{
    [Fact]
    public void RowsIn_Block_FindsExactlyTheRowsOfItsMinutes()
    {
        var matrix = Filled(100, number: row => row / 2 * 15);

        matrix.RowsIn(new MinuteRange(15, 45)).ShouldBe(new RowRange(2, 6));
        matrix.RowsIn(new MinuteRange(16, 29)).ShouldBe(new RowRange(4, 0));
        matrix.RowsIn(new MinuteRange(-5, 10_000)).ShouldBe(new RowRange(0, 100));
        matrix.RowsIn(new MinuteRange(10_000, 20_000)).Count.ShouldBe(0);
    }

    [Fact]
    public void Add_MoreRowsThanAChunk_KeepsEveryRow()
    {
        var matrix = Filled(10_000, number: row => row);

        matrix.Rows.ShouldBe(10_000);
        matrix.Copy(new RowRange(4095, 1), 0).ShouldBe([4095f, -4095f]);
        matrix.Copy(new RowRange(4096, 1), 0).ShouldBe([4096f, -4096f]);
        matrix.Copy(new RowRange(8190, 3), 0).ShouldBe([8190f, -8190f, 8191f, -8191f, 8192f, -8192f]);
    }

    [Fact]
    public void Add_ValuesOfATarget_AreReadBack()
    {
        var matrix = Filled(5000, number: row => row);

        (matrix.Label(4321, 0), matrix.Martingale(4321, 0), matrix.Persistence(4321, 0)).ShouldBe((4322f, 4323f, 4324f));
    }

    [Fact]
    public void Add_WrongLength_IsRefused() =>
        Should.Throw<ArgumentException>(() => Filled(1, number: row => row).Add(At(9), [default], [0, 0, 0])).Message.ShouldContain("3 values");

    [Fact]
    public void Add_EarlierRow_IsRefused()
    {
        var matrix = Filled(2, number: row => 10);
        Should.Throw<ArgumentException>(() => matrix.Add(At(9), [default], [0, 0]));
    }

    private static TrainingMatrix Filled(int rows, Func<int, int> number)
    {
        var matrix = new TrainingMatrix(RowLayout.Of(new FeatureSchema([("a", 1), ("b", 1)]), Target.Primary));
        for (var row = 0; row < rows; row++)
        {
            matrix.Add(At(number(row)), [new TargetValues(row + 1, row + 2, row + 3)], [row, -row]);
        }

        return matrix;
    }

    private static Sample At(int number) => new(Pair.Parse("EURUSD"), new Minute(number), number, 1e-4f, 0, 0, 0, 0, default);
}
