using System.Text.Json;
using System.Text.RegularExpressions;
using Bqx.Benching.Machine;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Bqx.LoadTests.Tests.Ghz;

/// <summary>ghz ignores keys that it does not know, so a misspelt one would silently measure something else.</summary>
public sealed partial class GhzFilesTests
{
    // The names and types of ghz's own configuration, of those that these files may use.
    private static readonly Dictionary<string, JsonValueKind> Keys = new()
    {
        ["name"] = JsonValueKind.String,
        ["call"] = JsonValueKind.String,
        ["host"] = JsonValueKind.String,
        ["insecure"] = JsonValueKind.True,
        ["data"] = JsonValueKind.Object,
        ["total"] = JsonValueKind.Number,
        ["concurrency"] = JsonValueKind.Number,
        ["connections"] = JsonValueKind.Number,
        ["rps"] = JsonValueKind.Number,
        ["timeout"] = JsonValueKind.String,
        ["duration"] = JsonValueKind.String,
        ["max-duration"] = JsonValueKind.String,
        ["stream-call-duration"] = JsonValueKind.String,
        ["stream-call-count"] = JsonValueKind.Number,
    };

    private static readonly string[] Required = ["name", "call", "host", "insecure", "data", "total", "concurrency"];

    public static TheoryData<string> Files => [.. GhzConfig.All.Select(config => config.File)];

    [Fact]
    public void Files_Together_CoverEveryUnaryCallAndSubscribe()
    {
        var expected = GhzConfig.AllMethods
            .Where(method => !method.IsClientStreaming && (!method.IsServerStreaming || method.Name == "Subscribe"))
            .Select(method => method.FullName);
        GhzConfig.All.Select(config => config.Call).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Keys_AreThoseOfGhzWithTheirTypes(string file)
    {
        var config = Read(file);
        foreach (var property in config.Json.EnumerateObject())
        {
            Keys.ShouldContainKey(property.Name);
            property.Value.ValueKind.ShouldBe(Keys[property.Name], property.Name);
        }

        foreach (var key in Required)
        {
            config.Json.TryGetProperty(key, out _).ShouldBeTrue(key);
        }

        config.Json.GetProperty("name").GetString().ShouldBe(Path.GetFileNameWithoutExtension(file));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Call_IsAMethodWhoseRequestTakesTheData(string file)
    {
        var config = Read(file);
        var method = config.Method.ShouldNotBeNull(config.Call);
        var data = config.Json.GetProperty("data").GetRawText();
        var message = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(false)).Parse(data, method.InputType);
        JsonParser.Default.Parse(JsonFormatter.Default.Format(message), method.InputType).ShouldBe(message);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Numbers_AreRunnable(string file)
    {
        var config = Read(file);
        var total = config.Json.GetProperty("total").GetInt32();
        var concurrency = config.Json.GetProperty("concurrency").GetInt32();
        concurrency.ShouldBeGreaterThan(0);
        total.ShouldBeGreaterThanOrEqualTo(concurrency);
        if (config.Json.TryGetProperty("connections", out var connections))
        {
            concurrency.ShouldBeGreaterThanOrEqualTo(connections.GetInt32());
        }

        foreach (var property in config.Json.EnumerateObject().Where(property => Durations.Contains(property.Name)))
        {
            GoDuration().IsMatch(property.Value.GetString()!).ShouldBeTrue(property.Name);
        }
    }

    [Fact]
    public void Files_OfTheAdminService_AddressAnotherPortThanTheRest()
    {
        var ports = GhzConfig.All.ToLookup(config => config.Call.Contains(".Models."), config => config.Json.GetProperty("host").GetString());
        ports[true].Distinct().Count().ShouldBe(1);
        ports[false].Distinct().Count().ShouldBe(1);
        ports[true].First().ShouldNotBe(ports[false].First());
    }

    [Fact]
    public void File_OfAVector_NamesTheFingerprintAndTheNumberOfTheFeaturesInTheirReference()
    {
        var data = Read("predict-vector.json").Json.GetProperty("data");
        var reference = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "features.md"));
        reference.ShouldContain($"`{data.GetProperty("feature_fingerprint").GetString()}`");
        reference.ShouldContain($"{data.GetProperty("features").GetArrayLength()} features,");
    }

    private static readonly string[] Durations = ["timeout", "duration", "max-duration", "stream-call-duration"];

    private static GhzConfig Read(string file) => GhzConfig.All.Single(config => config.File == file);

    [GeneratedRegex("^([0-9]+(ms|s|m|h))+$")]
    private static partial Regex GoDuration();
}
