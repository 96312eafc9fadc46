using System.ComponentModel.DataAnnotations;

namespace Bqx.Server.Tests.Hosting;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreRight() => Errors(new ServerOptions()).ShouldBeEmpty();

    [Fact]
    public void Validate_EqualPorts_AreRefused() =>
        Errors(new ServerOptions { GrpcPort = 5081 }).ShouldBe(["Server:GrpcPort, AdminPort and HttpPort must differ."]);

    [Fact]
    public void Validate_AnyFreePorts_MayAllBeZero() =>
        Errors(new ServerOptions { GrpcPort = 0, AdminPort = 0, HttpPort = 0 }).ShouldBeEmpty();

    [Fact]
    public void Validate_NameForAnAddress_SaysWhatIsNeeded() => Errors(new ServerOptions { Bind = "localhost" })
        .ShouldBe(["Server:Bind is 'localhost': an IP address such as 127.0.0.1 or 0.0.0.0 is needed."]);

    [Fact]
    public void Validate_CertificateWithoutKey_IsRefused() => Errors(new ServerOptions { TlsCertificate = "a.pem" })
        .ShouldBe(["Server:TlsCertificate and Server:TlsKey go together: set both or none."]);

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void Validate_PortOutOfRange_IsRefused(int port) => Errors(new ServerOptions { GrpcPort = port }).ShouldHaveSingleItem();

    private static List<string?> Errors(ServerOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage)];
    }
}
