using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bqx.BarePeer;

/// <summary>
/// Answers every request as a prediction service would: five bytes of gRPC frame and the pair's name are parsed out
/// of the body, a reply with the fields of a prediction is written field by field, and grpc-status goes in a trailer.
/// </summary>
internal sealed class PredictionApplication : IHttpApplication<IFeatureCollection>
{
    private const int FrameHeader = 5;
    private const string GrpcContentType = "application/grpc";
    private const string Ok = "0";

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        var reader = context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        int pair;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (TryParse(read.Buffer, out pair))
            {
                reader.AdvanceTo(read.Buffer.End);
                break;
            }

            if (read.IsCompleted)
            {
                throw new BadHttpRequestException("The body ends before its gRPC message does.");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        response.Headers.ContentType = GrpcContentType;
        Write(body.Writer, pair);
        context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = Ok;
        await body.Writer.CompleteAsync();
    }

    /// <summary>False until the whole message is there. The pair is a checksum of the name in field 1.</summary>
    private static bool TryParse(ReadOnlySequence<byte> buffer, out int pair)
    {
        pair = 0;
        if (buffer.Length < FrameHeader)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[256];
        var length = (int)Math.Min(buffer.Length, copy.Length);
        buffer.Slice(0, length).CopyTo(copy);
        var message = BinaryPrimitives.ReadInt32BigEndian(copy[1..]);
        if (message < 0 || message > copy.Length - FrameHeader)
        {
            throw new BadHttpRequestException($"A message of {message} bytes; at most {copy.Length - FrameHeader} are taken.");
        }

        if (length < FrameHeader + message)
        {
            return false;
        }

        pair = PredictionReply.ReadPair(copy.Slice(FrameHeader, message));
        return true;
    }

    private static void Write(PipeWriter writer, int pair)
    {
        var span = writer.GetSpan(FrameHeader + PredictionReply.MaxLength);
        var length = PredictionReply.Write(span[FrameHeader..], pair);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        writer.Advance(FrameHeader + length);
    }
}
