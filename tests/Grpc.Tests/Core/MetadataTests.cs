using Grpc.Core;

namespace Bqx.Grpc.Tests.Core;

public sealed class MetadataTests
{
    [Fact]
    public void Get_RepeatedKey_LastOne()
    {
        var metadata = new Metadata { { "Key", "first" }, { "key", "second" } };

        metadata.GetValue("KEY").ShouldBe("second");
        metadata.GetAll("key").Select(entry => entry.Value).ShouldBe(["first", "second"]);
        metadata.GetValue("other").ShouldBeNull();
    }

    [Fact]
    public void Entry_Binary_BytesCopiedBothWays()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("k-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        entry.IsBinary.ShouldBeTrue();
        entry.ValueBytes.ShouldBe([1, 2]);
        Should.Throw<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Entry_Text_BytesAreAscii() => new Metadata.Entry("k", "ab").ValueBytes.ShouldBe("ab"u8.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("ä")]
    public void Entry_BadKey_Refused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "v")).Message.ShouldContain($"'{key}'");

    [Theory]
    [InlineData("a\nb")]
    [InlineData("é")]
    [InlineData("\u007f")]
    public void Entry_NotPrintableAscii_Refused(string value) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry("key", value)).Message.ShouldContain("'key'");

    [Fact]
    public void Entry_KindOfKeyAndValueDiffer_Refused()
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry("k-bin", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("k", [1]));
    }

    [Fact]
    public void Empty_Add_Refused() =>
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("k", "v"));

    [Fact]
    public void List_Operations_InOrder()
    {
        var (a, b, c) = (new Metadata.Entry("a", "1"), new Metadata.Entry("b", "2"), new Metadata.Entry("c", "3"));
        var metadata = new Metadata { a, c };

        metadata.Insert(1, b);
        metadata.IndexOf(c).ShouldBe(2);
        metadata.Contains(b).ShouldBeTrue();
        metadata.Remove(a).ShouldBeTrue();
        metadata.RemoveAt(0);
        metadata[0].ShouldBe(c);
        metadata.Clear();
        metadata.Count.ShouldBe(0);
    }
}
