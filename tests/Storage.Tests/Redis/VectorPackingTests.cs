using Bqx.Core;

namespace Bqx.Storage.Tests;

public sealed class VectorPackingTests
{
    private static readonly Digest Print = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static readonly FeatureVector Vector = new(
        Pair.Parse("EURUSD"), new Minute(0x01020304), Print, VectorFlags.Stale, new[] { 1f, -2f },
        DateTimeOffset.FromUnixTimeMilliseconds(0x0102030405));

    [Fact]
    public void Pack_LaysBytesOutAsDocumented() => Convert.ToHexString(VectorPacking.Pack(Vector)).ShouldBe(
        "42515631" + "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F" + "04030201" + "0504030201000000" + "02000000"
        + "0000803F" + "000000C0");

    [Fact]
    public void Unpack_PackedVector_GivesItBack()
    {
        var read = VectorPacking.Unpack(Vector.Pair, Print, VectorPacking.Pack(Vector))!;

        (read with { Values = default }).ShouldBe(Vector with { Values = default });
        read.Values.ToArray().ShouldBe([1f, -2f]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(53)]
    [InlineData(59)]
    public void Unpack_CutShort_IsNull(int length) =>
        VectorPacking.Unpack(Vector.Pair, Print, VectorPacking.Pack(Vector).AsSpan(0, length)).ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(35)]
    public void Unpack_MarkOrFingerprintChanged_IsNull(int position)
    {
        var bytes = VectorPacking.Pack(Vector);
        bytes[position] ^= 1;

        VectorPacking.Unpack(Vector.Pair, Print, bytes).ShouldBeNull();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Unpack_ValueNotFinite_IsNull(float value) =>
        VectorPacking.Unpack(Vector.Pair, Print, VectorPacking.Pack(Vector with { Values = new[] { value } })).ShouldBeNull();
}
