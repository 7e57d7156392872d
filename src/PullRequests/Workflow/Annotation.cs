namespace Gauntlet.PullRequests.Workflow;

/// <summary>How GitHub shows an annotation.</summary>
public enum AnnotationLevel
{
    /// <summary>Red.</summary>
    Error,

    /// <summary>Yellow.</summary>
    Warning,

    /// <summary>Plain.</summary>
    Notice,
}

/// <summary>A remark that GitHub shows on the run's page, and at a file's line where one is named.</summary>
/// <param name="Level">How it is shown.</param>
/// <param name="Title">Short headline.</param>
/// <param name="Message">The remark; may have several lines.</param>
/// <param name="File">Path from the repository's root, such as a manifest.</param>
/// <param name="Line">Line in the file, from 1.</param>
public sealed record Annotation(AnnotationLevel Level, string Title, string Message, string? File = null, int? Line = null);
