using System.Runtime.InteropServices;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// Asks the kernel to run this thread for short slices, 0.1 ms in place of a few: it then gets a busy processor sooner after it wakes, and
/// no more of it. Linux before 6.12 takes the call and changes nothing; a refusal is ignored, since only the lag, which is reported, depends on it.
/// </summary>
internal static unsafe class SchedulerSlice
{
    public const ulong Nanoseconds = 100_000; // the shortest that the kernel takes

    private const int PriorityOfProcess = 0; // for setpriority and its like a "process" is a thread

    // The C library has no wrapper before glibc 2.41. The number is one for x64 and one for every younger architecture.
    private static readonly long SetAttributesCall = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 314 : 274;

    public static void Shorten()
    {
        if (!Environment.Is64BitProcess)
        {
            return; // other call numbers
        }

        // Policy 0 is the normal one. The call sets all of them, so the nice value of the thread is handed back to it.
        var attributes = new Attributes { Size = (uint)sizeof(Attributes), Nice = Libc.GetPriority(PriorityOfProcess, 0), Runtime = Nanoseconds };
        _ = Libc.SystemCall(SetAttributesCall, 0, &attributes, 0);
    }

    /// <summary>struct sched_attr in its first version, 48 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
