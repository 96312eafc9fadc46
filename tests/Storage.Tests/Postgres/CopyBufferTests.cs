using Bqx.Core;

namespace Bqx.Storage.Tests;

public sealed class CopyBufferTests
{
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");

    // 2000-01-01T00:01Z: one minute after PostgreSQL's epoch.
    private static readonly Minute Close = new((10_957 * 1_440) + 1);

    private const string Header = "5047434F50590AFF0D0A00" + "00000000" + "00000000";

    [Fact]
    public void Finish_NoRows_IsHeaderAndTrailer() => Hex(new CopyBuffer()).ShouldBe(Header + "FFFF");

    [Fact]
    public void Finish_OneRow_IsPostgresBinaryFormat()
    {
        var rows = new CopyBuffer();
        rows.StartRow(EurUsd, Close, 5);
        rows.Write(258);
        rows.Write((short)-1);
        rows.Write(1f);

        Hex(rows).ShouldBe(
            Header + "0005" + "00000006" + "455552555344" + "00000008" + "0000000003938700"
            + "00000004" + "00000102" + "00000002" + "FFFF" + "00000004" + "3F800000" + "FFFF");
    }

    [Fact]
    public void Finish_Twice_IsTheSame_AndRowsMayFollow()
    {
        var rows = new CopyBuffer();
        rows.StartRow(EurUsd, Close, 2);
        var first = Hex(rows);

        Hex(rows).ShouldBe(first);

        rows.StartRow(EurUsd, Close + 1, 2);
        Hex(rows).ShouldStartWith(first[..^4]);
    }

    [Fact]
    public void Rows_KnowTheirRange_AndClearForgetsIt()
    {
        var rows = new CopyBuffer();
        for (var i = 0; i < 5_000; i++)
        {
            rows.StartRow(EurUsd, Close + i, 2);
        }

        (rows.Rows, rows.First, rows.Last).ShouldBe((5_000, Close, Close + 4_999));
        rows.Clear();
        rows.Rows.ShouldBe(0);
        Hex(rows).ShouldBe(Header + "FFFF");
    }

    private static string Hex(CopyBuffer rows) => Convert.ToHexString(rows.Finish().Span);
}
