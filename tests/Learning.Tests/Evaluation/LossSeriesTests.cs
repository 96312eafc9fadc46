using System.Buffers.Binary;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class LossSeriesTests
{
    private static readonly LossSeries Series = Build();

    // Unit σ̂√V = 1e-3·√73810 = 0.27168: minute 15 holds errors 2 and 0 units, minute 30 one of 1 unit.
    [Fact]
    public void Build_RowsOfTwoMinutes_AveragesPairsInStandardUnits()
    {
        Series.Numbers.ShouldBe([15, 30]);
        Series.Model[0].ShouldBe(2f, 1e-6f);
        Series.Model[1].ShouldBe(1f, 1e-6f);
        Series.Martingale[0].ShouldBe((9f + 1f) / 2, 1e-5f);
        Series.Martingale[1].ShouldBe(4f, 1e-5f);
    }

    [Fact]
    public void Read_OfWrite_IsTheSame()
    {
        var bytes = Series.Write();
        var read = LossSeries.Read(bytes);

        bytes.Length.ShouldBe(24 + (2 * 12));
        (read.Target, read.Stride).ShouldBe((Target.Primary, 15));
        read.Numbers.ShouldBe(Series.Numbers);
        read.Model.ShouldBe(Series.Model);
        read.Martingale.ShouldBe(Series.Martingale);
        read.Write().ShouldBe(bytes);
    }

    [Theory]
    [InlineData(0, 0x41414141, "does not begin")]
    [InlineData(4, 2, "format version 2")]
    [InlineData(8, 0, "window 0")]
    [InlineData(12, 10_081, "horizon 10081")]
    [InlineData(16, -1, "stride -1")]
    [InlineData(20, 1_000_001, "number of minutes 1000001")]
    [InlineData(20, 3, "48 bytes: 3 minutes take 60")]
    [InlineData(24, -2, "minute -2 after -1")]
    [InlineData(28, 15, "minute 15 after 15")]
    [InlineData(28, int.MaxValue, "minute 2147483647")]
    [InlineData(32, 0x7FC00000, "loss NaN")]
    [InlineData(40, unchecked((int)0xBF800000), "loss -1")]
    [InlineData(44, 0x7F800000, "is finite")]
    public void Read_DamagedField_IsRefused(int offset, int value, string reason)
    {
        var bytes = Series.Write();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);

        var fault = Should.Throw<FaultException>(() => LossSeries.Read(bytes));

        fault.Fault.ShouldBe(Fault.InvalidInput);
        fault.Message.ShouldContain(reason);
    }

    [Fact]
    public void Read_CutOff_IsRefused()
    {
        var bytes = Series.Write();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FaultException>(() => LossSeries.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Add_EarlierMinute_IsRefused()
    {
        var builder = new LossSeriesBuilder(Target.Primary, 15);
        builder.Add(30, 1e-3, 0, 0, 0);
        Should.Throw<ArgumentOutOfRangeException>(() => builder.Add(15, 1e-3, 0, 0, 0));
    }

    private static LossSeries Build()
    {
        var unit = 1e-3 * Math.Sqrt(73810);
        var builder = new LossSeriesBuilder(Target.Primary, 15);
        builder.Add(15, 1e-3, 3 * unit, 0, unit);
        builder.Add(15, 1e-3, unit, 0, unit);
        builder.Add(30, 1e-3, -2 * unit, 0, -unit);
        return builder.Finish();
    }
}
