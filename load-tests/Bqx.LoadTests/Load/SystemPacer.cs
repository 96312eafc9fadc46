using System.Runtime.InteropServices;

namespace Bqx.LoadTests.Load;

/// <summary>
/// Sleeps with the kernel's nanosleep (some 60 µs of slack, no spinning: the cores belong to the server under test).
/// </summary>
internal sealed partial class SystemPacer(TimeProvider clock) : IPacer
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly long _start = clock.GetTimestamp();

    public long Elapsed =>
        (long)((Int128)(clock.GetTimestamp() - _start) * NanosecondsPerSecond / clock.TimestampFrequency);

    public void WaitUntil(long due)
    {
        for (var left = due - Elapsed; left > 0; left = due - Elapsed)
        {
            if (OperatingSystem.IsLinux())
            {
                var time = new TimeSpec { Seconds = left / NanosecondsPerSecond, Nanoseconds = left % NanosecondsPerSecond };
                _ = NanoSleep(in time, 0);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec requested, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
