using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Loader;

namespace Gauntlet.Build.Tests;

/// <summary>Who may know whom, read from the compiled assemblies: docs/architecture.md says why.</summary>
[TestFixture]
public sealed class ArrowsTests
{
    private const string Host = "Gauntlet.Build.";

    /// <summary>The rooms of the host, the lowest first: each may know those that stand before it. Stages and Reporting know each other.</summary>
    private static readonly string[][] Rooms = [["Cli"], ["Pipeline"], ["Processes"], ["Ci"], ["Terminal"], ["Tools"], ["Clusters"], ["Stages", "Reporting"], ["Hosting"]];

    /// <summary>The projects of src/, and which others each may know.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Metrics"] = [],
        ["Checks"] = ["Metrics"],
        ["Reports"] = ["Checks", "Metrics"],
        ["LoadGenerator"] = ["Metrics"],
        ["ObjectRules"] = [],
        ["Workloads"] = [],
        ["Experiments"] = ["Checks", "LoadGenerator", "Metrics", "Workloads"],
        ["PullRequests"] = [],
        ["EmbeddedCluster.Client"] = [],
    };

    [Test]
    public void Rooms_OfTheHost_KnowOnlyLowerOnes()
    {
        var host = new ArchLoader().LoadAssemblies(typeof(BuildContext).Assembly).Build();
        var known = from type in host.Types
                    from dependency in type.Dependencies
                    let room = RoomOf(type.FullName)
                    let other = RoomOf(dependency.Target.FullName)
                    where room is not null && other is not null && room != other && !MayKnow(room, other)
                    select $"{room} knows {other}: {type.Name} uses {dependency.Target.Name}";

        Assert.That(known.Distinct(), Is.Empty);
        Assert.That(host.Types.Select(type => RoomOf(type.FullName)).OfType<string>().Distinct(), Is.EquivalentTo(Rooms.SelectMany(tier => tier)));
    }

    [Test]
    public void Projects_OfTheLibraries_KnowOnlyThoseThatTheyMay()
    {
        var folder = Path.GetDirectoryName(typeof(BuildContext).Assembly.Location)!;
        var known = Projects.Keys.ToDictionary(project => project, project => References(Path.Combine(folder, $"Gauntlet.{project}.dll")));

        using (Assert.EnterMultipleScope())
        {
            foreach (var (project, references) in known)
            {
                Assert.That(references.Where(name => name.StartsWith("Cake", StringComparison.Ordinal)), Is.Empty, project);
                Assert.That(references.Where(name => name.StartsWith("Gauntlet.", StringComparison.Ordinal)).Select(name => name["Gauntlet.".Length..]), Is.SubsetOf(Projects[project]), project);
            }
        }
    }

    private static bool MayKnow(string room, string other) => Tier(room) >= Tier(other);

    private static int Tier(string room) => Array.FindIndex(Rooms, tier => tier.Contains(room));

    /// <summary>The first part of the name below the host's; null for the host's own types and those of others.</summary>
    private static string? RoomOf(string type) =>
        type.StartsWith(Host, StringComparison.Ordinal) && type[Host.Length..].Split('.') is { Length: > 1 } parts ? parts[0] : null;

    private static IReadOnlyList<string> References(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }
}
