namespace Gauntlet.ObjectRules.Security;

/// <summary>The levels of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/), the loosest first.</summary>
public enum PodSecurityLevel
{
    /// <summary>Everything is allowed.</summary>
    Privileged,

    /// <summary>Known ways out of a container are shut.</summary>
    Baseline,

    /// <summary>Hardened by the current practice.</summary>
    Restricted,
}

/// <summary>What keeps pods from a level.</summary>
/// <param name="Level">The lowest level that forbids it.</param>
/// <param name="Control">The field as people call it: hostPort, runAsNonRoot.</param>
/// <param name="Path">Of the field in the object that makes the pods; where it is missing, of what should have it.</param>
/// <param name="What">What is there, and what there should be.</param>
public sealed record PodSecurityViolation(PodSecurityLevel Level, string Control, string Path, string What);
