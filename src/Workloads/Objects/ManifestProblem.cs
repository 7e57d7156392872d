namespace Gauntlet.Workloads.Objects;

/// <summary>Something wrong in a manifest.</summary>
/// <param name="File">Relative to the folder of the manifests.</param>
/// <param name="Line">From 1; null where the whole file is meant.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ManifestProblem(string File, long? Line, string What, string Remedy)
{
    /// <summary>Whether it says that something is not there, which nobody knows while a file cannot be read.</summary>
    internal bool IsOfAbsence { get; init; }

    /// <summary>Whether the file is the folder itself, which is named already.</summary>
    internal bool IsOfFolder { get; init; }

    /// <summary>file:line: what. remedy</summary>
    public override string ToString() => $"{File}{(Line is { } line ? $":{line}" : "")}: {What} {Remedy}";
}
