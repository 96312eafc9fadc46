using System.Text;
using Bqx.Core;

namespace Bqx.Ingest.Tests.Files;

public sealed class StampTests
{
    // 2017-01-02T07:01Z = 24,722,341 minutes since 1970 (1,483,340,460 s).
    private const int Minute = 24_722_341;

    [Theory]
    [InlineData("20170102 070100", false)]
    [InlineData("2017-01-02 07:01", false)]
    [InlineData("2017-01-02T07:01:00", false)]
    [InlineData("2017.01.02 07:01:00.000", false)]
    [InlineData("2017/01/02 07:01:00", false)]
    [InlineData("2017-01-02T07:01:00Z", true)]
    [InlineData("2017-01-02T07:01Z", true)]
    [InlineData("2017-01-02T07:01:00.000Z", true)]
    [InlineData("2017-01-02 02:01:00-05:00", true)]
    [InlineData("2017-01-02 12:31:00+05:30", true)]
    [InlineData("2017-01-02T07:01:00+00:00", true)]
    [InlineData("02.01.2017 07:01:00.000", false)]
    [InlineData("02.01.2017 08:01:00.000 GMT+0100", true)]
    [InlineData("02.01.2017 07:01:00 UTC", false)]
    [InlineData("01/02/2017 07:01", false)]
    [InlineData("1483340460", true)]
    [InlineData("1483340460000", true)]
    public void TryParse_CommonForms_GiveTheMinute(string text, bool isUtc)
    {
        Stamp.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out var minutes, out var utc).ShouldBe(BarRejection.None);
        (minutes, utc).ShouldBe((Minute, isUtc));
    }

    [Theory]
    [InlineData("20170102 070130", BarRejection.NotOnMinute)]
    [InlineData("2017-01-02T07:01:00.500Z", BarRejection.NotOnMinute)]
    [InlineData("1483340461", BarRejection.NotOnMinute)]
    [InlineData("1483340460001", BarRejection.NotOnMinute)]
    [InlineData("20170230 070100", BarRejection.Malformed)]
    [InlineData("20171301 070100", BarRejection.Malformed)]
    [InlineData("20170102 240000", BarRejection.Malformed)]
    [InlineData("20170102 076000", BarRejection.Malformed)]
    [InlineData("20170102 0701", BarRejection.Malformed)]
    [InlineData("2017-01.02 07:01", BarRejection.Malformed)]
    [InlineData("2017-01-02", BarRejection.Malformed)]
    [InlineData("2017-01-02 7:01", BarRejection.Malformed)]
    [InlineData("2017-01-02T07:01:00X", BarRejection.Malformed)]
    [InlineData("2017-01-02T07:01:00+1", BarRejection.Malformed)]
    [InlineData("2017-01-02T07:01:00+99:00", BarRejection.Malformed)]
    [InlineData("", BarRejection.Malformed)]
    [InlineData("now", BarRejection.Malformed)]
    public void TryParse_AnythingElse_IsRefused(string text, BarRejection rejection) =>
        Stamp.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.Auto, out _, out _).ShouldBe(rejection);

    [Fact]
    public void TryParse_RandomBytes_NeverThrows()
    {
        var random = new Random(4);
        var alphabet = "0123456789-:./TZ +; "u8.ToArray();
        for (var i = 0; i < 200_000; i++)
        {
            var text = new byte[random.Next(30)];
            for (var k = 0; k < text.Length; k++)
            {
                text[k] = alphabet[random.Next(alphabet.Length)];
            }

            Stamp.TryParse(text, DateOrder.Auto, out _, out _);
        }
    }
}
