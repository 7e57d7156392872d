using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>How long this thread was ready to run and had no processor, by the scheduler's own count (/proc, second field of schedstat).</summary>
internal sealed class ProcessorQueue : IDisposable
{
    private const string Path = "/proc/thread-self/schedstat";

    private readonly SafeFileHandle? _file = Open();
    private long _before;

    /// <summary>Nanoseconds in the queue since the call before, or since the thread began; 0 where the kernel does not count.</summary>
    public long Lap()
    {
        if (_file is null)
        {
            return 0;
        }

        Span<byte> text = stackalloc byte[64];
        text = text[..RandomAccess.Read(_file, text, 0)];
        if (!Utf8Parser.TryParse(text[(text.IndexOf((byte)' ') + 1)..], out long now, out _))
        {
            return 0;
        }

        var lap = now - _before;
        _before = now;
        return lap;
    }

    public void Dispose() => _file?.Dispose();

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // a kernel without it
        }
    }
}
