using System.Runtime.InteropServices;

namespace Bqx.Storage;

/// <summary>Makes the entries of a folder durable: a new or renamed file survives a power cut only once its folder is synced too.</summary>
internal static partial class FolderSync
{
    /// <summary>fsync on a folder. Elsewhere than on Unix it does nothing.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // O_RDONLY is 0 everywhere.
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException("A folder cannot be opened.", Marshal.GetLastPInvokeError());
        }

        var failed = Sync(descriptor) != 0;
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException("A folder cannot be synced.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
