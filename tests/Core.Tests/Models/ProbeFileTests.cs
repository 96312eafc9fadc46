using System.Buffers.Binary;

namespace Bqx.Core.Tests;

public sealed class ProbeFileTests
{
    [Fact]
    public void Write_OneRowOfTwoFeatures_HasTheDocumentedLayout()
    {
        var bytes = Sample().Write();

        bytes.Length.ShouldBe(20 + (4 * (2 + 7)));
        bytes[..4].ShouldBe("BQXP"u8.ToArray());
        BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)).ShouldBe(2);
        BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)).ShouldBe(1);
        BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)).ShouldBe(2);
        BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16)).ShouldBe(7);
        var floats = Enumerable.Range(0, 9).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(20 + (4 * i))));
        floats.ShouldBe([1.5f, -2f, 0.25f, -8f, 0.1f, 0.2f, 0.3f, 0.25f, 0.15f]);
    }

    [Fact]
    public void Read_WhatWasWritten_IsEqual()
    {
        var read = ProbeFile.Read(Sample().Write());

        read.Rows.ShouldBe(1);
        read.FeatureCount.ShouldBe(2);
        read.Features.ToArray().ShouldBe([1.5f, -2f]);
        read.OutputCount.ShouldBe(7);
        read.Outputs.ToArray().ShouldBe([0.25f, -8f, 0.1f, 0.2f, 0.3f, 0.25f, 0.15f]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(55)]
    public void Read_TruncatedFile_IsRefused(int length) => Refused(Sample().Write()[..length]);

    [Fact]
    public void Read_FileWithATail_IsRefused() => Refused([.. Sample().Write(), 0]).ShouldContain("57 bytes");

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, -1)]
    [InlineData(8, 4097)]
    [InlineData(12, 0)]
    [InlineData(12, 8193)]
    [InlineData(12, int.MaxValue)]
    [InlineData(16, 0)]
    [InlineData(16, 1025)]
    [InlineData(16, int.MinValue)]
    public void Read_CountOutOfRange_IsRefused(int offset, int value)
    {
        var bytes = Sample().Write();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        Refused(bytes).ShouldContain(value.ToString());
    }

    [Fact]
    public void Read_UnknownVersion_IsRefused()
    {
        var bytes = Sample().Write();
        bytes[4] = 1;
        Refused(bytes).ShouldContain("version 1");
    }

    [Fact]
    public void Read_WrongMagic_IsRefused()
    {
        var bytes = Sample().Write();
        bytes[0] ^= 1;
        Refused(bytes);
    }

    [Fact]
    public void Read_NaNAmongTheValues_IsRefused()
    {
        var bytes = Sample().Write();
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(24), float.NaN);
        Refused(bytes).ShouldContain("finite");
    }

    private static string Refused(byte[] bytes)
    {
        var error = Should.Throw<FaultException>(() => ProbeFile.Read(bytes));
        error.Fault.ShouldBe(Fault.ModelFailed);
        return error.Message;
    }

    private static ProbeFile Sample() => new(2, 7, new[] { 1.5f, -2f }, new[] { 0.25f, -8f, 0.1f, 0.2f, 0.3f, 0.25f, 0.15f });
}
