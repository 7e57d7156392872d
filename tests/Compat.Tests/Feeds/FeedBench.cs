using System.IO.Compression;
using System.Text;
using Gauntlet.Compat.Tests.Packages;

namespace Gauntlet.Compat.Tests.Feeds;

/// <summary>A clone of the project with a packages folder, a configuration of NuGet and a temporary folder of its own.</summary>
internal sealed class FeedBench : IAsyncDisposable
{
    /// <summary>What packages of the tests carry where a stand-in carries "compat".</summary>
    public const string Mark = "packed";

    public static readonly (string Name, string Version)[] CakeThree = [("Cake.Docker", "1.5.0"), ("Cake.Frosting", "7.0.0"), ("Cake.Kubectl", "1.1.0")];

    public ProjectCopy Copy { get; } = ProjectCopy.CreateWithSources();

    /// <summary>The temporary folder of a command that is watched.</summary>
    public string Temporary => Directory.CreateDirectory(Path.Combine(Copy.Home, "tmp")).FullName;

    /// <summary>The folder that packages are restored into; the machine's own where a feed is asked that has none of them.</summary>
    public string Packages { get; set; } = ResolvedPackages.Folder;

    /// <summary>What the question found lacking; "none" where nothing was.</summary>
    public string Answer =>
        string.Join(';', Directory.GetFiles(Copy.PathOf("compat", "obj"), "lacks-*")
            .Select(file => Path.GetFileName(file)["lacks-".Length..]).Order(StringComparer.Ordinal)) is { Length: > 0 } lacking
            ? lacking
            : "none";

    /// <summary>Makes these sources the only ones, in the order given.</summary>
    public void UseSources(params string[] sources) => Configure(sources, []);

    /// <summary>Takes packages from one source and advisories from another.</summary>
    public void UseAdvisories(string packages, string advisories) => Configure([packages], [advisories]);

    private void Configure(string[] sources, string[] audits) => File.WriteAllText(Copy.PathOf("nuget.config"), $"""
        <configuration>
          <packageSources>
            <clear />
            {Entries(sources)}
          </packageSources>
          <auditSources>
            <clear />
            {Entries(audits)}
          </auditSources>
        </configuration>
        """);

    private static string Entries(string[] sources) =>
        string.Concat(sources.Select((source, i) => $"<add key=\"source{i}\" value=\"{source}\" allowInsecureConnections=\"true\" />"));

    /// <param name="command">Of a shell, in the project's root.</param>
    /// <param name="temporary">A temporary folder for this command alone.</param>
    public Task<PipelineResult> RunAsync(string command, string? temporary = null) => Copy.ShellAsync(command, new Dictionary<string, string?>
    {
        ["StandIns"] = null,
        ["NUGET_PACKAGES"] = Packages,
        ["TMPDIR"] = temporary ?? Path.GetTempPath(),
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBuildSDKsPath"] = null,
        ["MSBuildExtensionsPath"] = null,
    });

    /// <summary>Packs a stand-in's own sources under the package's name and version, into a folder that serves as a feed.</summary>
    public async Task PackAsync(string feed, string name)
    {
        var version = CakeThree.Single(package => package.Name == name).Version;
        var built = await RunAsync($"dotnet build compat/{name}/{name}.csproj -v q --tl:off -p:StandIns=none -p:Version={version} -p:StandInMark={Mark}");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());
        Directory.CreateDirectory(feed);
        await using var package = await ZipFile.OpenAsync(Path.Combine(feed, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        var needs = name == "Cake.Frosting" ? "<dependency id=\"Microsoft.Extensions.DependencyInjection\" version=\"10.0.15\" />" : "";
        await using (var nuspec = await package.CreateEntry(name + ".nuspec").OpenAsync())
        {
            await nuspec.WriteAsync(Encoding.UTF8.GetBytes($"""
                <package><metadata><id>{name}</id><version>{version}</version><authors>test</authors><description>test</description>
                <dependencies><group targetFramework="net10.0">{needs}</group></dependencies></metadata></package>
                """));
        }

        foreach (var file in Directory.GetFiles(Copy.PathOf("compat", name, "bin", "Debug", "net10.0"), "*.dll")
            .Where(file => !file.Contains("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal)))
        {
            await package.CreateEntryFromFileAsync(file, "lib/net10.0/" + Path.GetFileName(file));
        }

        Directory.Delete(Copy.PathOf("compat", name, "bin"), recursive: true);
        Directory.Delete(Copy.PathOf("compat", name, "obj"), recursive: true);
    }

    /// <summary>The mark of an assembly that the host was built with.</summary>
    public string MarkOf(string name)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Copy.PathOf("build", "bin", "Debug", "net10.0", name + ".dll")));
        // The blob of the attribute: its two texts, each after its length.
        var value = text.IndexOf("Gauntlet.StandIn", StringComparison.Ordinal) + "Gauntlet.StandIn".Length;
        return text.Substring(value + 1, text[value]);
    }

    public ValueTask DisposeAsync() => Copy.DisposeAsync();
}
