using System.Text.Json;
using Bqx.Benching.Machine;

namespace Bqx.Benchmarks.Train;

/// <summary>PyTorch of Debian, with the fast OpenBLAS in the place of the reference BLAS that it is linked to.</summary>
internal sealed class TorchPeer
{
    // Debian's packages belong to the first, whatever else is on the path.
    private const string Python = "/usr/bin/python3";
    private const string Blas = "libopenblas.so.0";
    private const string BlasFolder = "openblas-pthread";

    private static readonly string[] LibraryFolders =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    private readonly string _root;
    private readonly string _blas;

    private TorchPeer(string root, string blas) => (_root, _blas) = (root, blas);

    /// <exception cref="ToolMissingException">PyTorch or OpenBLAS is not installed.</exception>
    public static async Task<TorchPeer> FindAsync(string root, CancellationToken cancellationToken)
    {
        var hasTorch = File.Exists(Python)
            && (await CommandLine.RunAsync(Python, ["-c", "import torch"], Path.GetTempPath(), cancellationToken)).ExitCode == 0;
        if (!hasTorch)
        {
            throw new ToolMissingException("PyTorch", "python3-torch");
        }

        var blas = LibraryFolders.Select(folder => Path.Combine(folder, BlasFolder, Blas)).FirstOrDefault(File.Exists)
            ?? throw new ToolMissingException("OpenBLAS", "libopenblas0-pthread");
        return new TorchPeer(root, blas);
    }

    /// <exception cref="BenchException">The peer failed.</exception>
    public async Task<TorchOutput> RunAsync(string name, int threads, int steps, int warmUp, CancellationToken cancellationToken)
    {
        var script = Path.Combine(_root, "load-tests", "peers", "torch", "train.py");
        var run = await CommandLine.RunAsync(
            "env",
            [
                $"LD_PRELOAD={_blas}", $"OPENBLAS_NUM_THREADS={threads}", $"OMP_NUM_THREADS={threads}",

                // Its two thread pools must not spin on the same cores: that costs two thirds of its speed.
                "OMP_WAIT_POLICY=PASSIVE", "GOMP_SPINCOUNT=0",
                Python, script, name, $"{threads}", $"{steps}", $"{warmUp}",
            ],
            Path.GetTempPath(),
            cancellationToken);
        return run.ExitCode == 0
            ? JsonSerializer.Deserialize(run.Output, TorchJson.Default.TorchOutput)!
            : throw new BenchException($"The PyTorch peer failed: {run.Errors.Trim().Split('\n')[^1]}");
    }
}
