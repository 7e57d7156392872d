namespace Gauntlet.Build.Hosting;

/// <summary>Carries the exit code past the host, which knows none but its own.</summary>
public sealed class RunOutcome
{
    /// <summary>Null until stages ran to their end, or could not begin.</summary>
    public int? ExitCode { get; set; }
}
