using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Peers;

/// <summary>Builds the C++ servers once into <c>.bqx/peers/cpp</c>; make knows what is stale.</summary>
internal static class CppPeers
{
    private const string Packages =
        "g++ make pkg-config libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc";

    public static async Task<string> BuildAsync(string root, CancellationToken cancellationToken)
    {
        foreach (var tool in (string[])["g++", "make", "pkg-config", "protoc", "grpc_cpp_plugin"])
        {
            ToolPath.Require(tool, Packages);
        }

        var libraries = await CommandLine.RunAsync(
            "pkg-config", ["--exists", "grpc++", "protobuf"], root, cancellationToken);
        if (libraries.ExitCode != 0)
        {
            throw new ToolMissingException("libgrpc++", Packages);
        }

        var output = Path.Combine(root, ".bqx", "peers", "cpp");
        var source = Path.Combine(root, "load-tests", "peers", "cpp");
        var make = await CommandLine.RunAsync("make", ["-s", $"OUT={output}"], source, cancellationToken);
        return make.ExitCode == 0 ? output : throw new BenchException($"The C++ peers do not build:\n{make.Errors}");
    }
}
