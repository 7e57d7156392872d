using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>The descriptors that connections leave to the rest of the process. Linux only.</summary>
internal static class SpareDescriptors
{
    /// <summary>True for a descriptor that leaves too few others: the lowest free one is given out, so that all below it are in use.</summary>
    public static unsafe bool Contains(int descriptor)
    {
        var limit = default(Libc.Limit);
        return Libc.GetLimit(Libc.LimitOfFiles, &limit) == 0 && (nuint)descriptor + OwnLimits.SpareFiles >= limit.Soft;
    }
}
