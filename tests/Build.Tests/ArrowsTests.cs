using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests;

/// <summary>Who may know whom, read from the compiled assemblies: docs/architecture.md says why.</summary>
[TestFixture]
public sealed class ArrowsTests
{
    private const string Host = "Gauntlet.Build.";

    /// <summary>A process of its own: the host knows only its client.</summary>
    private const string EmbeddedCluster = "EmbeddedCluster";

    /// <summary>The rooms of the host, the lowest first: each may know those that stand before it.</summary>
    private static readonly string[][] Rooms =
        [["Cli"], ["Pipeline"], ["Processes"], ["Ci"], ["Terminal"], ["Tools"], ["Checkouts"], ["Clusters"], ["Reporting"], ["Stages"], ["Hosting"]];

    /// <summary>The projects of src/, and which others each may know.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Metrics"] = [],
        ["Checks"] = ["Metrics"],
        ["Reports"] = ["Checks", "ForeignText", "Metrics"],
        ["LoadGenerator"] = ["Metrics"],
        ["Export"] = ["Metrics"],
        ["ObjectRules"] = [],
        ["ForeignText"] = [],
        ["Workloads"] = ["ObjectRules"],
        ["Experiments"] = ["Checks", "LoadGenerator", "Metrics", "Workloads"],
        ["PullRequests"] = ["ForeignText"],
        ["Security"] = ["ForeignText"],
        ["EmbeddedCluster.Client"] = [],
    };

    private static IEnumerable<string> Libraries => Projects.Keys.Append(EmbeddedCluster);

    [Test]
    public void Rooms_OfTheHost_KnowOnlyLowerOnes()
    {
        var host = new ArchLoader().LoadAssemblies(typeof(BuildContext).Assembly).Build();
        var known = from type in host.Types
                    from dependency in type.Dependencies
                    where dependency.Target is not ArchUnitNET.Domain.GenericParameter // the library takes parameters of one name for one type
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
        var known = Projects.Keys.ToDictionary(project => project, project => References(LibraryOf(project)));

        using (Assert.EnterMultipleScope())
        {
            foreach (var (project, references) in known)
            {
                Assert.That(references.Where(name => name.StartsWith("Cake", StringComparison.Ordinal)), Is.Empty, project);
                Assert.That(
                    references.Where(name => name.StartsWith("Gauntlet.", StringComparison.Ordinal)).Select(name => name["Gauntlet.".Length..]),
                    Is.SubsetOf(Projects[project]), project);
            }
        }
    }

    /// <summary>The namespace of the project itself is its face: it knows all below it, and the data of its callers is known to all.</summary>
    [TestCaseSource(nameof(Libraries))]
    public void Namespaces_OfAProject_KnowEachOtherOneWay(string project)
    {
        var root = $"Gauntlet.{project}.";
        var known = from type in new ArchLoader().LoadAssembly(System.Reflection.Assembly.LoadFrom(LibraryOf(project))).Build().Types
                    from dependency in type.Dependencies
                    let room = NamespaceOf(type, root)
                    let other = NamespaceOf(dependency.Target, root)
                    where room is not null && other is not null && room != other
                    select (Room: room, Other: other, Text: $"{type.Name} uses {dependency.Target.Name}");
        var arrows = known.ToLookup(arrow => arrow.Room, arrow => arrow.Other);

        Assert.That(
            known.Where(arrow => Reaches(arrows, arrow.Other, arrow.Room))
                .Select(arrow => $"{arrow.Room} knows {arrow.Other} and is known to it: {arrow.Text}").Distinct(),
            Is.Empty);
    }

    private static bool Reaches(ILookup<string, string> arrows, string from, string to)
    {
        var (seen, pending) = (new HashSet<string>(), new Stack<string>([from]));
        while (pending.TryPop(out var room))
        {
            if (room == to)
            {
                return true;
            }

            if (seen.Add(room))
            {
                arrows[room].ToList().ForEach(pending.Push);
            }
        }

        return false;
    }

    /// <summary>The namespace below the project's; null for its face, and for types of others.</summary>
    private static string? NamespaceOf(IType type, string root) =>
        type.FullName.StartsWith(root, StringComparison.Ordinal) && type.FullName[root.Length..].Split('+', '`', '<')[0].LastIndexOf('.') is > 0 and var end
            ? type.FullName.Substring(root.Length, end)
            : null;

    private static bool MayKnow(string room, string other) => Tier(room) >= Tier(other);

    private static int Tier(string room) => Array.FindIndex(Rooms, tier => tier.Contains(room));

    /// <summary>The first part of the name below the host's; null for the host's own types and those of others.</summary>
    private static string? RoomOf(string type) =>
        type.StartsWith(Host, StringComparison.Ordinal) && type[Host.Length..].Split('.') is { Length: > 1 } parts ? parts[0] : null;

    private static string LibraryOf(string project) => project == EmbeddedCluster
        ? Path.Combine(Path.GetDirectoryName(Checkout.Host)!, "embedded", $"Gauntlet.{project}.dll")
        : Path.Combine(Path.GetDirectoryName(typeof(BuildContext).Assembly.Location)!, $"Gauntlet.{project}.dll");

    private static IReadOnlyList<string> References(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }
}
