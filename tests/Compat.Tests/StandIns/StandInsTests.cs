using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Gauntlet.Compat.Tests.StandIns;

/// <summary>Evaluates the host's project as a build would, for each value of the property.</summary>
[CancelAfter(60_000)]
internal sealed class StandInsTests
{
    private static readonly string[] All = ["Cake.Docker", "Cake.Frosting", "Cake.Kubectl"];

    [TestCase(null, null, Description = "unset")]
    [TestCase("", null, Description = "empty property")]
    [TestCase(null, "", Description = "empty environment variable")]
    public async Task StandIns_UnsetOrEmpty_AreWhatTheFeedsLack(string? property, string? variable, CancellationToken cancellation)
    {
        var evaluation = await EvaluateAsync(property, variable, string.Join(';', All), cancellation);

        Assert.That(evaluation.Packages.Intersect(All), Is.Empty);
        Assert.That(evaluation.Projects, Is.EqualTo(All));
        Assert.That(evaluation.Metadata.Split(';').Order(), Is.EqualTo(All));
        Assert.That(evaluation.References, Contains.Item("Cake.Core"));
    }

    [Test]
    public async Task StandIns_UnsetAndNeverAsked_RestoreTheRealPackages(CancellationToken cancellation)
    {
        var evaluation = await EvaluateAsync(null, null, null, cancellation);

        Assert.That(evaluation.Packages.Intersect(All).Order(), Is.EqualTo(All));
        Assert.That(evaluation.Projects, Is.Empty);
    }

    [TestCase("none", null, Description = "property")]
    [TestCase(null, "none", Description = "environment variable")]
    public async Task StandIns_None_RestoresTheRealPackages(string? property, string? variable, CancellationToken cancellation)
    {
        var evaluation = await EvaluateAsync(property, variable, "Cake.Docker", cancellation);

        Assert.That(evaluation.Packages.Intersect(All).Order(), Is.EqualTo(All));
        Assert.That(evaluation.Projects, Is.Empty);
        Assert.That(evaluation.Metadata, Is.Empty);
        Assert.That(evaluation.References, Has.None.EqualTo("Cake.Core"), "the real Cake.Frosting brings it along");
    }

    [Test]
    public async Task StandIns_OneOfThem_RestoresTheOthers(CancellationToken cancellation)
    {
        var evaluation = await EvaluateAsync("Cake.Docker", null, null, cancellation);

        Assert.That(evaluation.Packages.Intersect(All).Order(), Is.EqualTo((string[])["Cake.Frosting", "Cake.Kubectl"]));
        Assert.That(evaluation.Projects, Is.EqualTo((string[])["Cake.Docker"]));
        Assert.That(evaluation.Metadata, Is.EqualTo("Cake.Docker"));
        Assert.That(evaluation.References, Has.None.EqualTo("Cake.Core"));
    }

    [Test]
    public void StandIns_AtRunTime_AreReadFromTheAssembly()
    {
        var listed = typeof(StandInsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "StandIns").Value!;

        var standingIn = All.Where(
            name => Assembly.Load(name).GetCustomAttributes<AssemblyMetadataAttribute>().Any(data => data is { Key: "Gauntlet.StandIn", Value: "compat" }));
        Assert.That(listed.Split(';', StringSplitOptions.RemoveEmptyEntries).Order(), Is.EqualTo(standingIn));
    }

    /// <param name="property">StandIns on the command line.</param>
    /// <param name="variable">StandIns in the environment.</param>
    /// <param name="lacking">What the feeds were found to lack; null when they were not asked, or lack nothing.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    private static async Task<Evaluation> EvaluateAsync(string? property, string? variable, string? lacking, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("compat-");
        foreach (var package in (lacking ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "lacks-" + package), "", cancellation);
        }

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root };
        foreach (var argument in (string[])
        [
            "msbuild", "build/Build.csproj", "-nologo",
            "-getItem:PackageReference,ProjectReference,AssemblyMetadata,Reference", $"-p:ProbeLacks={folder.FullName}/lacks-",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        if (property is not null)
        {
            start.ArgumentList.Add("-p:StandIns=" + property);
        }

        // Not what the test run itself was started with: its own list, or the settings of the MSBuild that started it.
        foreach (var inherited in start.Environment.Keys
            .Where(name => name == "StandIns" || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        if (variable is not null)
        {
            start.Environment["StandIns"] = variable;
        }

        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            Assert.That(process.ExitCode, Is.Zero, output + await error);
            return Evaluation.Read(output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            folder.Delete(recursive: true);
        }
    }

    private sealed record Evaluation(string[] Packages, string[] Projects, string[] References, string Metadata)
    {
        public static Evaluation Read(string json)
        {
            using var document = JsonDocument.Parse(json);
            var items = document.RootElement.GetProperty("Items");
            return new Evaluation(
                [.. Values(items, "PackageReference", "Identity")],
                [.. Values(items, "ProjectReference", "Identity").Where(path => path.Contains("/compat/Cake.", StringComparison.Ordinal))
                    .Select(path => Path.GetFileNameWithoutExtension(path)!).Order()],
                [.. Values(items, "Reference", "Identity")],
                items.GetProperty("AssemblyMetadata").EnumerateArray()
                    .Single(item => item.GetProperty("Identity").GetString() == "StandIns").GetProperty("Value").GetString()!);
        }

        private static IEnumerable<string> Values(JsonElement items, string item, string member) =>
            items.GetProperty(item).EnumerateArray().Select(element => element.GetProperty(member).GetString()!);
    }
}
