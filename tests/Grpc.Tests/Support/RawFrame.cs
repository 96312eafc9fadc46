namespace Bqx.Grpc.Tests.Support;

internal sealed record RawFrame(byte Type, byte Flags, int Stream, byte[] Payload);
