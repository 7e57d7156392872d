using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gauntlet.Security.Findings;

/// <summary>What kind of flaw a scan found.</summary>
public enum FindingKind
{
    /// <summary>A package of a version that has a known flaw.</summary>
    Vulnerability,

    /// <summary>A file of configuration that breaks a rule.</summary>
    Misconfiguration,

    /// <summary>A credential in a file.</summary>
    Secret,

    /// <summary>A distribution for which no advisories are published any more: that nothing else is found in it says nothing.</summary>
    EndOfLife,
}

/// <summary>How bad a finding is, in Trivy's grades, the least first.</summary>
public enum Severity
{
    /// <summary>Nobody has graded it.</summary>
    Unknown,

    /// <summary>LOW.</summary>
    Low,

    /// <summary>MEDIUM.</summary>
    Medium,

    /// <summary>HIGH.</summary>
    High,

    /// <summary>CRITICAL.</summary>
    Critical,
}

/// <summary>One finding of a scan. Its texts come from the scanner and from what was scanned: foreign all of them.</summary>
public sealed record Finding
{
    /// <summary>What kind of flaw it is.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The role of what was scanned: <c>code</c>, or the repository of an image without tag and digest, which change with every build.</summary>
    public required string Component { get; init; }

    /// <summary>The scanner's type of package or file: nuget, debian, kubernetes.</summary>
    public required string Type { get; init; }

    /// <summary>CVE, check or rule.</summary>
    public required string Id { get; init; }

    /// <summary>Other names of the same advisory.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The package without its version, as a package URL where it has one; empty where the finding is in no package.</summary>
    public string Package { get; init; } = "";

    /// <summary>The path that tells it from the same finding elsewhere, with slashes, from the root of what was scanned; empty for packages of a
    /// distribution.</summary>
    public string Path { get; init; } = "";

    /// <summary>The resource that a check is about, else the check's own words; empty for other kinds.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What may change while the finding stays: the installed version, the hash of the lines at fault. Never a secret itself.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The package's name as people know it, else the file.</summary>
    public required string Target { get; init; }

    /// <summary>Its grade.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who graded it; empty where the scanner does not say.</summary>
    public string SeveritySource { get; init; } = "";

    /// <summary>The version that is without it; empty where there is none.</summary>
    public string FixedVersion { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Title { get; init; } = "";

    /// <summary>The file that it is in; null where there is none.</summary>
    public string? File { get; init; }

    /// <summary>The line in that file, from 1; null where the scanner names none.</summary>
    public int? Line { get; init; }

    /// <summary>Under which finding is the same one in two scans: neither the line, nor the version, nor anything that a commit or a rebuild changes.</summary>
    public FindingIdentity Identity => IdentityAs(AdvisoryNames.Own(this));

    /// <summary>All of it as one text: an order that does not depend on where the scanner listed it.</summary>
    internal string Order => JsonSerializer.Serialize<object?[]>(
        [Kind, Component, Type, Id, Package, Path, Subject, Variant, Severity, SeveritySource, FixedVersion, Title, File, Line, Target, .. Aliases]);

    internal FindingIdentity IdentityAs(string advisory) => new(Kind, Component, Type, Package, Path, advisory, Subject);
}

/// <summary>What two findings have in common that are the same.</summary>
/// <param name="Advisory">One of the advisory's names, the same for all of them.</param>
public readonly record struct FindingIdentity(
    FindingKind Kind, string Component, string Type, string Package, string Path, string Advisory, string Subject)
{
    /// <summary>The same in 64 hexadecimal digits, for files that others read.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize<string[]>([Kind.ToString(), Component, Type, Package, Path, Advisory, Subject]))));

    /// <summary>The identity wherever it lies: a file that was renamed is not a new finding.</summary>
    internal FindingIdentity Anywhere => this with { Path = "", Type = "" };
}
