using System.Text.Json;

namespace Gauntlet.Compat.Tests.Packages;

/// <summary>A package as it was restored.</summary>
internal sealed record ResolvedPackage(string Id, string Version, string Hash)
{
    public override string ToString() => $"{Id} {Version} {Hash}";
}

/// <summary>What the projects of the solution restore, and what the repository says that they do.</summary>
internal static class ResolvedPackages
{
    public static readonly string File = Path.Combine(Checkout.Root, "compat", "resolved.txt");

    private static readonly string[] CakeThree = ["Cake.Docker", "Cake.Frosting", "Cake.Kubectl"];

    /// <summary>The list in the repository.</summary>
    public static IReadOnlyList<ResolvedPackage> Recorded =>
        [.. System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ')).Select(parts => new ResolvedPackage(parts[0], parts[1], parts[2]))];

    /// <summary>The folder that packages are restored into.</summary>
    public static string Folder
    {
        get
        {
            using var assets = Read(Path.Combine(Checkout.Root, "build"));
            return assets!.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        }
    }

    /// <summary>What the projects restored, but for what only a Cake package needs: that is its own business, and no stand-in's.</summary>
    /// <param name="complete">True where every project of the solution has been restored.</param>
    public static IReadOnlyList<ResolvedPackage> Read(out bool complete)
    {
        var projects = System.IO.File.ReadLines(Path.Combine(Checkout.Root, "Gauntlet.slnx"))
            .Where(line => line.Contains("<Project ", StringComparison.Ordinal))
            .Select(line => Path.Combine(Checkout.Root, Path.GetDirectoryName(line.Split('"')[1])!)).ToList();
        complete = true;
        var found = new HashSet<ResolvedPackage>();
        foreach (var project in projects)
        {
            using var assets = Read(project);
            complete &= assets is not null;
            found.UnionWith(assets is null ? [] : Reachable(assets.RootElement));
        }

        return [.. found.OrderBy(package => package.ToString(), StringComparer.OrdinalIgnoreCase)];
    }

    private static JsonDocument? Read(string project) =>
        Path.Combine(project, "obj", "project.assets.json") is var file && System.IO.File.Exists(file)
            ? JsonDocument.Parse(System.IO.File.ReadAllText(file))
            : null;

    private static IEnumerable<ResolvedPackage> Reachable(JsonElement assets)
    {
        var libraries = assets.GetProperty("libraries").EnumerateObject().ToDictionary(library => library.Name.Split('/')[0], StringComparer.OrdinalIgnoreCase);
        var needs = assets.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .ToLookup(library => library.Name.Split('/')[0], library => library.Value, StringComparer.OrdinalIgnoreCase);
        var direct = assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().SelectMany(framework => Names(framework.Value, "dependencies"));
        var projects = libraries.Values.Where(library => library.Value.GetProperty("type").GetString() == "project")
            .Select(library => library.Name.Split('/')[0]);
        var open = new Queue<string>(direct.Concat(projects));
        var seen = new HashSet<string>(CakeThree, StringComparer.OrdinalIgnoreCase);
        while (open.TryDequeue(out var name))
        {
            if (!seen.Add(name))
            {
                continue;
            }

            if (libraries.TryGetValue(name, out var library) && library.Value.GetProperty("type").GetString() == "package")
            {
                yield return new ResolvedPackage(name, library.Name.Split('/')[1], library.Value.GetProperty("sha512").GetString()!);
            }

            foreach (var need in needs[name].SelectMany(value => Names(value, "dependencies")))
            {
                open.Enqueue(need);
            }
        }
    }

    private static IEnumerable<string> Names(JsonElement element, string member) =>
        element.TryGetProperty(member, out var names) ? names.EnumerateObject().Select(name => name.Name) : [];
}
