using System.Text.Json;

namespace Gauntlet.Security.Findings;

/// <summary>The findings of one report of Trivy.</summary>
internal sealed class TrivyFindings(JsonElement report, SourceLines lines)
{
    private readonly bool _isImage = Text(report, "ArtifactType") == "container_image";

    public IEnumerable<Finding> All() => EndOfLife().Concat(List(report, "Results").SelectMany(Of));

    private string Component => _isImage ? Repository(Text(report, "ArtifactName") ?? "") : "code";

    /// <summary>An image's name without its tag and digest.</summary>
    internal static string Repository(string image)
    {
        var name = image.Split('@')[0];
        return name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private IEnumerable<Finding> EndOfLife()
    {
        if (report.TryGetProperty("Metadata", out var metadata) && Child(metadata, "OS") is { } os && os.TryGetProperty("EOSL", out var ended)
            && ended.ValueKind == JsonValueKind.True)
        {
            var family = Text(os, "Family") ?? "?";
            yield return new Finding
            {
                Kind = FindingKind.EndOfLife,
                Component = Component,
                Type = family,
                Id = "end-of-life",
                Package = family,
                Variant = Text(os, "Name") ?? "",
                Target = family,
                Severity = Severity.Unknown,
                Title = $"{family} {Text(os, "Name")} gets no advisories any more: what it lacks is not known",
            };
        }
    }

    private IEnumerable<Finding> Of(JsonElement result)
    {
        var target = Text(result, "Target") ?? "?";
        return List(result, "Vulnerabilities").Select(entry => Vulnerability(result, target, entry))
            .Concat(List(result, "Misconfigurations").Where(entry => Text(entry, "Status") is null or "FAIL")
                .Select(entry => Misconfiguration(result, target, entry)))
            .Concat(List(result, "Secrets").Select(entry => Secret(target, entry)));
    }

    private Finding Vulnerability(JsonElement result, string target, JsonElement entry)
    {
        var name = Text(entry, "PkgName") ?? "?";
        return new Finding
        {
            Kind = FindingKind.Vulnerability,
            Component = Component,
            Type = Text(result, "Type") ?? "",
            Id = Text(entry, "VulnerabilityID") ?? "?",
            Aliases = [.. List(entry, "VendorIDs").Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)],
            Package = WithoutVersion(Child(entry, "PkgIdentifier") is { } identifier ? Text(identifier, "PURL") : null) ?? name,
            Path = Text(result, "Class") == "os-pkgs" ? "" : Normal(Text(entry, "PkgPath") ?? target),
            Variant = Text(entry, "InstalledVersion") ?? "",
            Target = name,
            Severity = Grade(entry),
            SeveritySource = Text(entry, "SeveritySource") ?? "",
            FixedVersion = Text(entry, "FixedVersion") ?? "",
            Title = Text(entry, "Title") ?? "",
            File = _isImage ? null : target,
            Line = Line(entry, "StartLine"),
        };
    }

    private Finding Misconfiguration(JsonElement result, string target, JsonElement entry)
    {
        var cause = Child(entry, "CauseMetadata");
        return new Finding
        {
            Kind = FindingKind.Misconfiguration,
            Component = Component,
            Type = Text(result, "Type") ?? "",
            Id = Text(entry, "ID") ?? "?",
            Path = Normal(target),
            Subject = (cause is { } named ? Text(named, "Resource") : null) is { Length: > 0 } resource ? resource : Text(entry, "Message") ?? "",
            Variant = cause is { } at ? lines.Hash(target, at, "") : "",
            Target = target,
            Severity = Grade(entry),
            Title = Text(entry, "Title") ?? "",
            File = target,
            Line = cause is { } place ? Line(place, "StartLine") : null,
        };
    }

    private Finding Secret(string target, JsonElement entry) => new()
    {
        Kind = FindingKind.Secret,
        Component = Component,
        Type = "secret",
        Id = Text(entry, "RuleID") ?? "?",
        Path = Normal(target),
        Variant = lines.Hash(target, entry, Text(entry, "Match") ?? ""),
        Target = target,
        Severity = Grade(entry),
        Title = Text(entry, "Title") ?? "",
        File = target,
        Line = Line(entry, "StartLine"),
    };

    internal static int? Line(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var line) && line > 0 ? line : null;

    internal static IEnumerable<JsonElement> List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    internal static JsonElement? Child(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object ? child : null;

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Severity Grade(JsonElement entry) =>
        Text(entry, "Severity") is { } word && Enum.TryParse<Severity>(word, ignoreCase: true, out var severity) && Enum.IsDefined(severity)
            ? severity : Severity.Unknown;

    private static string Normal(string path) => path.Replace('\\', '/').TrimStart('/') is var text
        && text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;

    // pkg:type/namespace/name@version?qualifiers#subpath; an @ of the name is written %40.
    private static string? WithoutVersion(string? purl) => purl?.Split('?', '#')[0] is { } bare
        ? bare.LastIndexOf('@') is > 0 and var at ? bare[..at] : bare
        : null;
}
