namespace Bqx.Benching.Machine;

/// <summary>
/// Every process of a bench, servers and generators alike, shares the same two cores: on a larger machine they are
/// started under <c>taskset</c>.
/// </summary>
internal static class TwoCores
{
    private const string Cores = "0,1";

    public static (string Program, IReadOnlyList<string> Arguments) Pin(string program, IReadOnlyList<string> arguments) =>
        Environment.ProcessorCount <= 2
            ? (program, arguments)
            : (ToolPath.Require("taskset", "util-linux"), ["-c", Cores, program, .. arguments]);
}
