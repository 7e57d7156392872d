using System.Net;
using System.Net.Sockets;
using Gauntlet.Compat.Tests.Packages;

namespace Gauntlet.Compat.Tests.Feeds;

/// <summary>Which packages a clone of the project builds on, by the feeds of its machine.</summary>
[Platform("Linux")]
[Category("Tools")] // they restore and build clones of the project: too long for the 120 s of the default category
internal sealed class FeedTests
{
    private const string All = "Cake.Docker;Cake.Frosting;Cake.Kubectl";
    private const string Restore = "dotnet restore build/Build.csproj --tl:off";
    private FeedBench _bench = null!;

    private string Feed => Path.Combine(_bench.Copy.Home, "feed");

    [SetUp]
    public void SetUp() => _bench = new FeedBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Build_FeedWithTheCakePackages_StandsOnThemAndLeavesNothing()
    {
        await PackAsync([.. FeedBench.CakeThree.Select(package => package.Name)]);
        _bench.Copy.AddTrivy();

        var info = await _bench.RunAsync("./build.sh --info");
        var before = Left();
        var full = await _bench.RunAsync("./build.sh --target=Full --cluster=embedded --skip=Test --requests=300 --warm-up=50", _bench.Temporary);

        Assert.That(info.Output, Does.StartWith("Building the host").And.Contains("\nStand-ins in use: none").And.Not.Contain("warning"));
        Assert.That(FeedBench.CakeThree.Select(package => _bench.MarkOf(package.Name)), Is.All.EqualTo(FeedBench.Mark));
        Assert.That(full.State["run"]!["standIns"]!.AsArray(), Is.Empty, full.ToString());
        Assert.That((string?)full.State["deleteCluster"]?["outcome"], Is.EqualTo("pass"), full.ToString());
        Assert.That(Left(), Is.EqualTo(before));

        // The same commands on a machine whose feeds do not have them.
        (_bench.Packages, var packed) = (ResolvedPackages.Folder, _bench.Packages);
        Directory.Delete(packed, recursive: true);
        _bench.UseSources(ResolvedPackages.Folder);
        var without = await _bench.RunAsync("./build.sh --info");

        Assert.That(without.Output, Does.Contain("compat/ stands in for Cake.Docker, Cake.Frosting, Cake.Kubectl").And.Contains("\nStand-ins in use: Cake."));
        Assert.That(FeedBench.CakeThree.Select(package => _bench.MarkOf(package.Name)), Is.All.EqualTo("compat"));
    }

    [Test]
    public async Task Build_FeedWithOneOfThem_StandsOnThatOne()
    {
        await PackAsync("Cake.Docker");

        var run = await _bench.RunAsync("./build.sh --info");

        Assert.That(run.Output, Does.Contain("compat/ stands in for Cake.Frosting, Cake.Kubectl, which")
            .And.Contains("\nStand-ins in use: Cake.Frosting, Cake.Kubectl"));
        Assert.That((_bench.MarkOf("Cake.Docker"), _bench.MarkOf("Cake.Frosting")), Is.EqualTo((FeedBench.Mark, "compat")));
    }

    [Test]
    public async Task Restore_OfflineAfterAFirstOne_KeepsThePackages()
    {
        await PackAsync([.. FeedBench.CakeThree.Select(package => package.Name)]);
        var first = await _bench.RunAsync(Restore);
        _bench.UseSources("http://127.0.0.1:9/v3/index.json");

        var offline = await _bench.RunAsync(Restore);

        Assert.That((first.ExitCode, offline.ExitCode), Is.EqualTo((0, 0)), first + "\n" + offline);
        Assert.That(_bench.Answer, Is.EqualTo("none"));
    }

    [Test]
    public async Task Restore_FeedThatHangs_StandsInAndSaysSo()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start(); // the system takes connections; nobody answers
        _bench.UseSources($"http://127.0.0.1:{((IPEndPoint)hanging.LocalEndpoint).Port}/v3/index.json");

        await AssertStandsInAsync();
    }

    [Test]
    public async Task Restore_FeedThatAnswers500_StandsInAndSaysSo()
    {
        await using var failing = new FeedServer(_ => null);
        _bench.UseSources(failing.Index);

        await AssertStandsInAsync();
    }

    [Test]
    public async Task Restore_AdvisoryAgainstAPackage_WarnsWhereChangesAreMergedAndBreaksNothing()
    {
        await using var advisories = new FeedServer(path => path switch
        {
            "/v3/index.json" => """{"version":"3.0.0","resources":[{"@id":"BASE/all.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
            "/all.json" => """[{"@name":"all","@id":"BASE/page.json","@updated":"2026-11-29T00:00:00Z","comment":"one advisory"}]""",
            "/page.json" => """{"octokit":[{"url":"https://example.invalid/advisory","severity":3,"versions":"(, 999.0.0)"}]}""",
            _ => null,
        });
        _bench.UseAdvisories(ResolvedPackages.Folder, advisories.Index);

        var merging = await _bench.RunAsync("CI=true " + Restore);
        var elsewhere = await _bench.RunAsync("CI= " + Restore + " --force");

        Assert.That((merging.ExitCode, elsewhere.ExitCode), Is.EqualTo((0, 0)), merging + "\n" + elsewhere);
        Assert.That(merging.Output, Does.Contain("warning NU1904").And.Contains("https://example.invalid/advisory"));
        Assert.That(elsewhere.Output, Does.Not.Contain("NU1904"));
    }

    [Test]
    public async Task Restore_TwoAtATime_BothEndAndAgree()
    {
        _bench.UseSources(ResolvedPackages.Folder);

        var both = await Task.WhenAll(_bench.RunAsync(Restore), _bench.RunAsync("dotnet restore tests/Compat.Tests/Compat.Tests.csproj --tl:off"));

        Assert.That(both.Select(run => run.ExitCode), Is.All.Zero, string.Join('\n', both.AsEnumerable()));
        Assert.That(_bench.Answer, Is.EqualTo(All));
        Assert.That(Directory.GetDirectories(_bench.Copy.PathOf("compat", "obj")), Is.Empty);
    }

    private async Task AssertStandsInAsync()
    {
        var run = await _bench.RunAsync(Restore);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("did not answer within 12 s or answered with an error; compat/ stands in for"));
        Assert.That(_bench.Answer, Is.EqualTo(All));
    }

    /// <summary>Makes a feed of these packages, beside what this machine has restored of the others, for a packages folder that has none yet.</summary>
    private async Task PackAsync(params string[] names)
    {
        _bench.UseSources(ResolvedPackages.Folder);
        foreach (var name in names)
        {
            await _bench.PackAsync(Feed, name);
        }

        _bench.UseSources(Feed, ResolvedPackages.Folder);
        _bench.Packages = Path.Combine(_bench.Copy.Home, "packages");
    }

    /// <summary>What is in the temporary folder, and the files in the user's cache: its empty folders stay.</summary>
    /// <summary>But for what the user was told today, which outlives a run.</summary>
    private string[] Left() =>
        [.. Directory.EnumerateFileSystemEntries(_bench.Temporary, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(_bench.Copy.Cache, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "notes")).Order()];
}
