using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bqx.Integration.Tests.Serving;
using Bqx.TestKit;

namespace Bqx.Integration.Tests.Telemetry;

/// <summary>What the server tells, before Prometheus and its tools.</summary>
public sealed partial class PrometheusTests
{
    private const string Alerts = "deploy/prometheus/alerts.yml";

    // Section 5 of the contract: names that rules may use before the server tells them.
    private static readonly string[] Contract =
    [
        "bqx_predict_duration_seconds", "bqx_stage_duration_seconds", "bqx_bar_to_prediction_seconds", "bqx_feature_age_seconds",
        "bqx_cache_requests_total", "bqx_db_query_duration_seconds", "bqx_model_info", "bqx_model_state", "bqx_swap_total", "bqx_inference_total",
        "bqx_requests_shed_total", "bqx_deadline_wasted_total", "bqx_prediction_error_abs", "bqx_prediction_error_squared", "bqx_skill_ratio",
        "bqx_directional_accuracy_ratio", "bqx_interval_coverage_ratio", "bqx_feature_psi", "bqx_drift_events_total", "bqx_ensemble_weight_ratio",
        "bqx_sharpe_30d", "bqx_win_ratio", "bqx_drawdown_ratio",
    ];

    [Fact]
    public async Task AlertRules_OfTheRepository_AreValidAndFireWhenTheyShould()
    {
        var (checkedCode, checks) = await Promtool.RunAsync("", "check", "rules", Alerts);
        var (testedCode, tests) = await Promtool.RunAsync(
            "", "test", "rules", "deploy/prometheus/alerts.test.yml", "deploy/prometheus/quality.test.yml");

        checkedCode.ShouldBe(0, checks);
        testedCode.ShouldBe(0, tests);
    }

    [Fact]
    public void AlertRules_Tests_NameEveryAlert()
    {
        var tests = Read("deploy/prometheus/alerts.test.yml") + Read("deploy/prometheus/quality.test.yml");
        var alerts = Alert().Matches(Read(Alerts)).Select(match => match.Groups[1].Value).ToList();

        alerts.Count.ShouldBeGreaterThan(10);
        alerts.Where(alert => !Regex.IsMatch(tests, $@"alertname: {alert}\s+exp_alerts:\s+- exp_labels")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Metrics_OfARunningServer_PassPromtoolAndAreScrapedByPrometheus()
    {
        await using var rig = await ServingRig.CreateAsync("--Server:WarmUpCalls=0");
        await rig.IngestAsync(ServingRig.Live(2));
        await rig.Server.Client.PredictAsync("EURUSD");
        var text = await rig.Server.Http.GetStringAsync("/metrics");
        var names = Type().Matches(text).Select(match => match.Groups[1].Value).ToList();

        var (code, output) = await Promtool.RunAsync(text, "check", "metrics");

        (code, output).ShouldBe((0, ""));
        names.ShouldBeUnique();
        ShouldHaveTheContract(text);
        Metric().Matches(Read(Alerts)).Select(match => match.Value.Replace("_bucket", "")).Distinct().Except(names).Except(Contract).ShouldBeEmpty();
        await using var prometheus = await DebianPrometheus.CreateAsync(
            rig.Server.Http.BaseAddress!, Path.Combine(TestRepository.Root, Alerts));
        await UntilAsync(prometheus, "up{job=\"bqx\"}", 1);
        await UntilAsync(prometheus, "bqx_ready", 1);
        await UntilAsync(prometheus, "bqx_predict_duration_seconds_count{outcome=\"ok\"}", 1);
        await UntilAsync(prometheus, "count(bqx_bar_to_prediction_seconds_bucket) > bool 10", 1);
        using var rules = JsonDocument.Parse(await prometheus.Http.GetStringAsync("/api/v1/rules"));
        rules.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Select(rule => rule.GetProperty("health").GetString()).ShouldAllBe(health => health != "err");
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(TestRepository.Root, path));

    private static void ShouldHaveTheContract(string text)
    {
        foreach (var stage in new[] { "ingest", "features", "infer", "publish" })
        {
            text.ShouldContain($"bqx_stage_duration_seconds_count{{stage=\"{stage}\"}} ");
        }

        text.ShouldContain("# TYPE bqx_predict_duration_seconds histogram");
        text.ShouldContain("# TYPE bqx_bar_to_prediction_seconds histogram");
        text.ShouldContain("# TYPE bqx_db_query_duration_seconds histogram");
        text.ShouldContain("bqx_db_query_duration_seconds_count{operation=\"BarStore.Write\",result=\"ok\"} ");
        text.ShouldContain("bqx_feature_age_seconds ");
        text.ShouldContain("# TYPE bqx_inference_total counter");
        text.ShouldContain("bqx_swap_total{result=\"ok\"} 1\n");
        text.ShouldMatch("bqx_model_info\\{model=\"sample\",version=\"1\",digest=\"[0-9a-f]{64}\",label=\"production\"\\} 1\n");
        text.ShouldContain("bqx_model_state{model=\"sample\",version=\"1\",state=\"ready\"} 1\n");
        text.ShouldContain("bqx_market_open ");
    }

    // Until a query's first value is as expected.
    private static async Task UntilAsync(DebianPrometheus prometheus, string query, double expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = JsonDocument.Parse(
                await prometheus.Http.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", patience.Token));
            var result = answer.RootElement.GetProperty("data").GetProperty("result");
            if (result.GetArrayLength() > 0
                && double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) == expected)
            {
                return;
            }

            await Task.Delay(100, patience.Token);
        }
    }

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^# TYPE (\S+)", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"\bbqx_[a-z0-9_]+")]
    private static partial Regex Metric();
}
