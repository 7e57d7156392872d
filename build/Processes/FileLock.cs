using System.Diagnostics;
using System.Text.Json;

namespace Gauntlet.Build.Processes;

/// <summary>A file that one process holds at a time. The operating system frees it with its process, so a dead owner never blocks.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _owner;

    private FileLock(FileStream held, string owner) => (_held, _owner) = (held, owner);

    /// <summary>What the system answers where another process holds the file: ERROR_SHARING_VIOLATION, EWOULDBLOCK of Linux and of BSD.</summary>
    private static int HeldCode => OperatingSystem.IsWindows() ? 32 : OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Takes the lock.</summary>
    /// <param name="file">Made for as long as it is held; its folder too where it is not there.</param>
    /// <param name="holder">Who holds it, for people; empty where nobody does or it is not known.</param>
    /// <returns>Null where a living process holds it.</returns>
    /// <exception cref="IOException">The file cannot be made; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileLock? TryTake(string file, out string holder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var owner = Path.ChangeExtension(file, ".owner");
        holder = "";
        try
        {
            // Not shared: on Unix only that locks exclusively.
            var taken = new FileLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose), owner);
            taken.Sign();
            return taken;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == HeldCode)
        {
            holder = Describe(owner);
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It says who held the lock last; the lock itself is free.
        }

        _held.Dispose();
    }

    private void Sign()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            File.WriteAllText(_owner, JsonSerializer.Serialize(new Owner(Environment.ProcessId, process.StartTime.ToUniversalTime())));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not keep the lock from being held.
        }
    }

    private static string Describe(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllText(file)) is { } owner ? $" (process {owner.Pid}, since {owner.Started:u})" : "";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record Owner(int Pid, DateTime Started);
}
