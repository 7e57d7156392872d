namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>The Pod Security level of a namespace; levels are privileged, baseline and restricted.</summary>
/// <param name="Before">In the base; null where there is none.</param>
/// <param name="Loosened">What of this change has brought it down.</param>
/// <param name="Added">What else the change adds outside of the restricted level.</param>
/// <param name="Refused">What the level that the namespace enforces forbids: its pods are refused.</param>
public sealed record PodSecurityResult(
    string Namespace, string Level, string? Before, IReadOnlyList<PodField> Loosened, IReadOnlyList<PodField> Added, IReadOnlyList<PodField> Refused);

/// <summary>A field of an object that makes pods; foreign text.</summary>
/// <param name="Control">hostPort, runAsNonRoot, …</param>
/// <param name="File">From the project's root.</param>
public sealed record PodField(string Maker, string Control, string What, string File, int Line);
