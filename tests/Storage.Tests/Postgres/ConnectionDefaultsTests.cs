using Npgsql;

namespace Bqx.Storage.Tests;

public sealed class ConnectionDefaultsTests
{
    [Fact]
    public void Build_NothingSet_HasTheLimits()
    {
        using var source = ConnectionDefaults.Build("Host=a");

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (settings.Timeout, settings.CommandTimeout, settings.MaxPoolSize, settings.ApplicationName).ShouldBe((5, 15, 20, "bqx"));
        settings.Options.ShouldBe("-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c timezone=UTC");
    }

    [Fact]
    public void Build_OperatorsSettings_Stay()
    {
        using var source = ConnectionDefaults.Build("Host=a;Timeout=9;CommandTimeout=99;MaxPoolSize=3");

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (settings.Timeout, settings.CommandTimeout, settings.MaxPoolSize).ShouldBe((9, 99, 3));
    }
}
