using System.Text.Json;
using System.Xml.Linq;

namespace Gauntlet.Compat.Tests.Packages;

/// <summary>Central versions against what the Cake packages bring along: a stand-in brings nothing, and would hide a version that is too low.</summary>
internal sealed class FloorsTests
{
    private static readonly Dictionary<string, Version> Floors = File.ReadLines(Path.Combine(Checkout.Root, "compat", "floors.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | "))
        .ToDictionary(parts => parts[0], parts => Version.Parse(parts[1]), StringComparer.OrdinalIgnoreCase);

    [Test]
    public void CentralVersions_OfWhatTheCakePackagesNeed_AreNotBelowTheirFloors()
    {
        var versions = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Where(package => Floors.ContainsKey(package.Attribute("Include")!.Value))
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        Assert.That(versions.Keys, Contains.Item("Microsoft.Extensions.DependencyInjection"), "the one that was too low once");
        Assert.That(
            versions.Where(version => Version.Parse(version.Value) < Floors[version.Key])
                .Select(version => $"{version.Key} {version.Value} is below {Floors[version.Key]}"),
            Is.Empty);
    }

    [Test]
    public void ResolvedVersions_OfWhatTheCakePackagesNeed_AreNotBelowTheirFloors() =>
        Assert.That(
            ResolvedPackages.Recorded.Where(package => Floors.TryGetValue(package.Id, out var floor) && Version.Parse(package.Version) < floor),
            Is.Empty);

    [Test]
    public void Floors_OfTheEngineThatStandsIn_AreItsOwn()
    {
        var engine = Path.Combine(ResolvedPackages.Folder, "cake.tool", "7.0.0", "tools", "net10.0", "any", "Cake.deps.json");
        Assume.That(engine, Does.Exist, "a build on the real packages needs no Cake.Tool");
        using var document = JsonDocument.Parse(File.ReadAllText(engine));
        var listed = document.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/'))
            .Where(parts => !parts[0].StartsWith("Cake", StringComparison.Ordinal) && !IsOfTheToolAlone(parts[0]))
            .ToDictionary(parts => parts[0], parts => Version.Parse(parts[1]));

        Assert.That(Floors, Is.EquivalentTo(listed));
    }

    private static bool IsOfTheToolAlone(string package) =>
        package.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || package == "Basic.Reference.Assemblies.Net100";
}
