namespace Gauntlet.LoadGenerator.Running;

internal static class Processor
{
    /// <summary>Processor time of this process so far.</summary>
    public static TimeSpan Time() =>
        OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsBrowser() ? TimeSpan.Zero : Environment.CpuUsage.TotalTime;
}
