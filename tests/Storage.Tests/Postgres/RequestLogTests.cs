using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests.Postgres;

public sealed class RequestLogTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WrittenReadAndTrimmed_AreWhatTheyWereAndShareTheirInput()
    {
        await using var storage = PostgresStorage.Open(await postgres.ConnectionStringAsync());
        var shared = Input(1.5f, -0f, float.Epsilon, 1e30f);
        var requests = new[]
        {
            Request(Noon, "EURUSD", shared, 0) with { Flags = PredictionFlags.Filled, IsStale = true, Age = TimeSpan.FromTicks(7) },
            Request(Noon.AddHours(1), "USDJPY", shared, 1),
            Request(Noon.AddHours(2), "USDJPY", Input(2, 3, 4, 5), 1) with { Method = "PredictVector", IsHead = true },
        };

        await storage.Requests.WriteAsync(requests[..2], Stop);
        await storage.Requests.WriteAsync(requests[2..], Stop);

        var read = await storage.Requests.ReadAsync(0, Noon, 10, Stop);
        read.Select(request => request.Input.Rows.ToArray()).ShouldBe(requests.Select(request => request.Input.Rows.ToArray()));
        read.Select(request => request.Answer.ToArray()).ShouldBe(requests.Select(request => request.Answer.ToArray()));
        read.Select(request => request.Input.Pairs).ShouldBe(requests.Select(request => request.Input.Pairs));
        read.Select(Comparable).ShouldBe(requests.Select(Comparable));
        read[0].Input.ShouldBeSameAs(read[1].Input);
        (await storage.Requests.ReadAsync(read[0].Id, Noon.AddHours(1), 1, Stop)).Single().Id.ShouldBe(read[1].Id);
        (await CountAsync("request_input")).ShouldBe(2L);

        // The shared rows are still those of the second request.
        (await storage.Requests.TrimAsync(Noon.AddMinutes(30), Stop)).ShouldBe(1);
        (await CountAsync("request_input")).ShouldBe(2L);
        (await storage.Requests.TrimAsync(Noon.AddMinutes(90), Stop)).ShouldBe(1);
        (await CountAsync("request_input")).ShouldBe(1L);
        (await CountAsync("request")).ShouldBe(1L);
    }

    private static LoggedRequest Comparable(LoggedRequest request) =>
        request with { Id = 0, Input = new RequestInput([], default, request.Input.Digest), Answer = default };

    private static LoggedRequest Request(DateTimeOffset at, string pair, RequestInput input, int position) => new()
    {
        At = at,
        Method = "Predict",
        Pair = Pair.Parse(pair),
        Model = new ModelId("fx", 3),
        ModelDigest = Digest.Of("package"u8),
        Input = input,
        Position = position,
        SignalRule = "Retail;0;Price",
        Answer = new byte[] { 1, 2, (byte)position },
    };

    private static RequestInput Input(params float[] rows) =>
        new([Pair.Parse("EURUSD"), Pair.Parse("USDJPY")], rows, Digest.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan())));

    private Task<object?> CountAsync(string table) => postgres.ScalarAsync($"select count(*) from bqx.{table}");
}
