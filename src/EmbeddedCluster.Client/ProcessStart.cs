using System.Diagnostics;
using System.Globalization;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>When a process started, as a text that no later process with the same id shares and that a step of the clock does not change.</summary>
public static class ProcessStart
{
    private const int FieldsBeforeStart = 19;

    /// <summary>
    /// On Linux the boot and the clock ticks since it (field 22 of /proc/[pid]/stat, proc_pid_stat(5)): the start time that .NET derives from them moves with
    /// the clock. Other systems keep the time itself. Throws <see cref="InvalidOperationException"/> when the process has ended.
    /// </summary>
    public static string Of(Process process) =>
        OperatingSystem.IsLinux() ? OfLinux(process.Id) : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The process that has the id and started then; null where there is none: it ended, or the id is somebody else's by now.</summary>
    public static Process? Find(int id, string start)
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(id);
            if (!process.HasExited && Of(process) == start)
            {
                return process;
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // No such process, it ended between two calls, or it is not ours to ask.
        }

        process?.Dispose();
        return null;
    }

    private static string OfLinux(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            var afterName = stat[(stat.LastIndexOf(')') + 2)..]; // the name may hold spaces and brackets
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {afterName.Split(' ')[FieldsBeforeStart]}";
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Process {id.ToString(CultureInfo.InvariantCulture)} has ended.", e);
        }
    }
}
