namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Command lines that many faults share.</summary>
internal static class Arguments
{
    /// <summary>Leaves out what needs more than the embedded cluster.</summary>
    public static string[] Quiet => ["--skip=Test", "--skip=ScanSecurity"];

    /// <summary>All stages on the embedded cluster, with a load and a limit that a busy machine keeps as well.</summary>
    public static string[] Load => ["--target=Full", "--cluster=embedded", "--rate=50", "--duration=2s", "--warm-up=0.2s", "--threshold=errors.rate < 20%"];

    /// <summary>All stages on the embedded cluster but Test and ScanSecurity.</summary>
    public static string[] Full(params string[] more) => [.. Load, .. Quiet, .. more];
}
