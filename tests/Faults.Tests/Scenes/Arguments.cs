using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Command lines that many faults share.</summary>
internal static class Arguments
{
    private static readonly string[] Repeatable = ["--skip", "--threshold"];

    /// <summary>Leaves out what needs more than the embedded cluster.</summary>
    public static string[] Quiet => ["--skip=Test", "--skip=ScanSecurity"];

    /// <summary>All stages on the embedded cluster.</summary>
    public static string[] Target => ["--target=Full", "--cluster=embedded"];

    /// <summary>All stages on the embedded cluster, with a load and a limit that a busy machine keeps as well.</summary>
    public static string[] Load => [.. Target, "--rate=50", "--duration=2s", "--warm-up=0.2s", "--threshold=errors.rate < 20%"];

    /// <summary>
    /// All stages on the embedded cluster but Test and ScanSecurity, with a load that passes however busy the machine is: for runs without a fault.
    /// </summary>
    public static string[] Faultless(params string[] more) => With(more, [.. Target, .. ShortLoad.Arguments, .. Quiet]);

    /// <summary>All stages on the embedded cluster but Test and ScanSecurity.</summary>
    public static string[] Full(params string[] more) => With(more, [.. Load, .. Quiet]);

    /// <summary>An option takes the place of the same one: the host refuses what is given twice, unless it is repeatable.</summary>
    private static string[] With(string[] more, string[] shared) =>
        [.. shared.Where(argument => Repeatable.Contains(Name(argument)) || !more.Select(Name).Contains(Name(argument))), .. more];

    private static string Name(string argument) => argument.Split('=')[0];
}
