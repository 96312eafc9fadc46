using System.Net;
using System.Net.Http.Headers;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tools;

/// <summary>One unary call on plain HTTP/2, to see that a target answers with grpc-status 0 before it is measured.</summary>
internal sealed class RawCall : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly HttpClient _client = new() { Timeout = Limit };

    public async Task CheckAsync(BenchTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(await File.ReadAllBytesAsync(target.DataFile, cancellationToken)),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await _client.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = Header(response.TrailingHeaders, "grpc-status") ?? Header(response.Headers, "grpc-status") ?? "absent";
        if (response.StatusCode != HttpStatusCode.OK || status != "0")
        {
            var message = Header(response.TrailingHeaders, "grpc-message") ?? Header(response.Headers, "grpc-message");
            throw new BenchException(
                $"{target.Name} answers HTTP {(int)response.StatusCode}, grpc-status {status} {message}; 200 and 0 are expected.");
        }
    }

    public void Dispose() => _client.Dispose();

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
