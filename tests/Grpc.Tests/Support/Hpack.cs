using System.Text;

namespace Bqx.Grpc.Tests.Support;

/// <summary>Header blocks without dynamic table and without Huffman codes.</summary>
internal static class Hpack
{
    // RFC 7541, appendix A; values only where an entry has one.
    private static readonly string[] StaticTable =
    [
        "", ":authority", ":method=GET", ":method=POST", ":path=/", ":path=/index.html", ":scheme=http", ":scheme=https",
        ":status=200", ":status=204", ":status=206", ":status=304", ":status=400", ":status=404", ":status=500",
        "accept-charset", "accept-encoding=gzip, deflate", "accept-language", "accept-ranges", "accept",
        "access-control-allow-origin", "age", "allow", "authorization", "cache-control", "content-disposition",
        "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type",
        "cookie", "date", "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since", "if-none-match",
        "if-range", "if-unmodified-since", "last-modified", "link", "location", "max-forwards", "proxy-authenticate",
        "proxy-authorization", "range", "referer", "refresh", "retry-after", "server", "set-cookie",
        "strict-transport-security", "transfer-encoding", "user-agent", "vary", "via", "www-authenticate",
    ];

    public static void Write(Stream block, string name, string value)
    {
        block.WriteByte(0);
        WriteText(block, name);
        WriteText(block, value);
    }

    public static void Read(byte[] block, Dictionary<string, string> headers)
    {
        var at = 0;
        while (at < block.Length)
        {
            var first = block[at];
            if ((first & 0x80) != 0)
            {
                var pair = StaticTable[ReadNumber(block, ref at, 7)].Split('=', 2);
                headers[pair[0]] = pair[1];
            }
            else if ((first & 0xe0) == 0x20)
            {
                ReadNumber(block, ref at, 5);
            }
            else
            {
                var index = ReadNumber(block, ref at, (first & 0x40) != 0 ? 6 : 4);
                var name = index == 0 ? ReadText(block, ref at) : StaticTable[index].Split('=')[0];
                headers[name] = ReadText(block, ref at);
            }
        }
    }

    private static void WriteText(Stream block, string text)
    {
        if (text.Length < 127)
        {
            block.WriteByte((byte)text.Length);
        }
        else
        {
            block.WriteByte(127);
            var rest = text.Length - 127;
            for (; rest >= 128; rest >>= 7)
            {
                block.WriteByte((byte)(rest | 128));
            }

            block.WriteByte((byte)rest);
        }

        block.Write(Encoding.Latin1.GetBytes(text));
    }

    private static int ReadNumber(byte[] block, ref int at, int prefixBits)
    {
        var mask = (1 << prefixBits) - 1;
        var value = block[at++] & mask;
        if (value < mask)
        {
            return value;
        }

        for (var shift = 0; ; shift += 7)
        {
            var next = block[at++];
            value += (next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }
    }

    private static string ReadText(byte[] block, ref int at)
    {
        (block[at] & 0x80).ShouldBe(0, "Huffman codes are not expected");
        var length = ReadNumber(block, ref at, 7);
        at += length;
        return Encoding.Latin1.GetString(block, at - length, length);
    }
}
