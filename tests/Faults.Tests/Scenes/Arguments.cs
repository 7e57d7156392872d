namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Command lines that many faults share.</summary>
internal static class Arguments
{
    /// <summary>Leaves out what needs more than the embedded cluster.</summary>
    public static string[] Quiet => ["--skip=Test", "--skip=ScanSecurity"];

    /// <summary>All stages on the embedded cluster, with just enough load for the default thresholds.</summary>
    public static string[] Load => ["--target=Full", "--cluster=embedded", "--rate=200", "--duration=2s", "--warm-up=0.2s"];

    /// <summary>All stages on the embedded cluster but Test and ScanSecurity.</summary>
    public static string[] Full(params string[] more) => [.. Load, .. Quiet, .. more];
}
