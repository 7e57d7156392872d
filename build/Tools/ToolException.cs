namespace Gauntlet.Build.Tools;

/// <summary>A tool is unavailable. Never the fault of the change under test.</summary>
public sealed class ToolException(ToolFailure failure, string message, string remedy, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public ToolFailure Failure { get; } = failure;

    /// <summary>What to do next.</summary>
    public string Remedy { get; } = remedy;
}

/// <summary>Why a tool is unavailable.</summary>
public enum ToolFailure
{
    /// <summary>Neither on PATH nor cached, and a download was not allowed.</summary>
    NotFound,

    /// <summary>Neither on PATH nor pinned for this platform.</summary>
    Unpinned,

    /// <summary>The version on PATH must not run.</summary>
    Refused,

    /// <summary>The server did not deliver: address, status, connection.</summary>
    Download,

    /// <summary>The download did not end within its deadline.</summary>
    Deadline,

    /// <summary>What was delivered is not what the pin says.</summary>
    Checksum,

    /// <summary>The verified file cannot be unpacked or stored.</summary>
    Storage,
}
