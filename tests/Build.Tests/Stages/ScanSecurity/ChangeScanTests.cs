using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using static Gauntlet.Build.Tests.Stages.ScanSecurity.ScanBench;

namespace Gauntlet.Build.Tests.Stages.ScanSecurity;

/// <summary>ScanSecurity of a change and its base, with git and a stand-in for Trivy.</summary>
[Platform("Linux")]
[Category("Tools")]
internal sealed class ChangeScanTests
{
    private const string Gated = "3 findings of HIGH or CRITICAL";
    private ProjectCopy _copy = null!;

    private static string Clean => Path.Combine(Path.GetDirectoryName(TrivyStandIn.Report)!, "trivy-clean.json");

    [SetUp]
    public void CreateCopy() => _copy = Validated();

    [TearDown]
    public async Task DeleteCopy() => await _copy.DisposeAsync();

    [Test]
    public async Task Scan_PullRequestThatAddsFindings_FailsForThoseAndSaysSo()
    {
        var git = await GitCopy.CreateAsync(_copy);
        AddTrivy(ofBase: Clean, ofHead: TrivyStandIn.Report);

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Is.EqualTo("this change adds " + Gated));
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Does.EndWith("(4 new, 0 fixed, 0 kept)"));
        Assert.That(Slot(run)["result"]!["comparison"]!["base"]!.GetValue<string>(), Is.EqualTo(git.Base));
        Assert.That(Sarif(_copy).Select(result => result!["baselineState"]!.GetValue<string>()), Is.All.EqualTo("new"));
        var calls = _copy.TrivyCalls();
        Assert.That(calls.Where(call => call.Contains("--download-db-only", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        Assert.That(calls.Where(call => call.Contains("--offline-scan --skip-db-update --skip-java-db-update --skip-check-update", StringComparison.Ordinal))
            .Select(call => call.EndsWith("artifacts/base", StringComparison.Ordinal)), Is.EqualTo(new[] { false, true }));
        Assert.That(Directory.Exists(_copy.Artifact("base")), Is.False);
    }

    [Test]
    public async Task Scan_PullRequestThatKeepsThem_PassesWithACount()
    {
        var git = await GitCopy.CreateAsync(_copy);
        AddTrivy(ofBase: TrivyStandIn.Report, ofHead: TrivyStandIn.Report);

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Is.EqualTo("0 new, 0 fixed, 4 kept"));
        Assert.That(Sarif(_copy).Select(result => result!["baselineState"]!.GetValue<string>()), Is.All.EqualTo("unchanged"));
        Assert.That(await git.RunAsync("worktree", "prune", "--dry-run", "--verbose"),
            Does.Not.Contain("base").Or.Contain("gitdir file points to non-existent location"));
    }

    [TestCase("new", 4, Gated + ", and no base that says which of them this change adds: this clone is without the base of the pull request; check it out")]
    [TestCase("all", 1, Gated)]
    public async Task Scan_ShallowCloneOfAPullRequest_CannotTellUnlessAllCount(string gate, int exitCode, string reason)
    {
        var git = await GitCopy.CreateAsync(_copy);
        await File.WriteAllTextAsync(_copy.PathOf(".git", "shallow"), await git.RunAsync("rev-parse", "HEAD") + "\n");
        await git.RunAsync("reflog", "expire", "--expire=now", "--all");
        await git.RunAsync("branch", "-D", "main", "change");
        await git.RunAsync("gc", "--quiet", "--prune=now");
        AddTrivy(ofBase: Clean, ofHead: TrivyStandIn.Report);

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity", "--security-gate=" + gate);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.StartWith(reason));
    }

    [Test]
    public async Task Scan_BaseThatCannotBeScanned_IsNoFailureOfTheChange()
    {
        var git = await GitCopy.CreateAsync(_copy);
        AddTrivy(ofBase: "/no/such/report", ofHead: Clean);

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Slot(run)["result"]!["noBase"]!.GetValue<string>(), Does.StartWith("the base could not be scanned: trivy exited with 1"));
    }

    [Test]
    public async Task Scan_BranchOnALaptop_IsComparedWithWhereItLeftTheRemotesDefaultBranch()
    {
        var git = await GitCopy.CreateAsync(_copy);
        await git.RunAsync("checkout", "--quiet", "change");
        await git.RunAsync("update-ref", "refs/remotes/origin/main", "main");
        await git.RunAsync("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
        AddTrivy(ofBase: TrivyStandIn.Report, ofHead: TrivyStandIn.Report);

        var all = await ScanAsync(_copy);
        var onlyNew = await ScanAsync(_copy, "--security-gate=new");
        await git.RunAsync("checkout", "--quiet", "main");
        var onMain = await ScanAsync(_copy, "--security-gate=new");

        Assert.That((all.ExitCode, onlyNew.ExitCode, onMain.ExitCode), Is.EqualTo((1, 0, 4)), all.ToString());
        Assert.That(onMain.State["scanSecurity"]!["result"]!["noBase"]!.GetValue<string>(), Is.EqualTo("HEAD is on the default branch"));
    }

    [Test]
    public async Task Scan_EntriesThatAcceptFindings_HoldUntilTheirDayAndAreToldOf()
    {
        var git = await GitCopy.CreateAsync(_copy, () => File.WriteAllText(_copy.PathOf(".trivyignore.yaml"), """
            vulnerabilities:
              - { id: CVE-2024-21907, statement: "not reachable", expired_at: 2999-01-01 }
              - { id: CVE-2020-1, statement: "gone", expired_at: 2999-01-01 }
            secrets:
              - { id: github-pat, statement: "an example", expired_at: 2026-01-01 }

            """));
        AddTrivy(ofBase: TrivyStandIn.Report, ofHead: TrivyStandIn.Report);

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Is.EqualTo("0 new, 0 fixed, 3 kept"));
        Assert.That(Slot(run)["result"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()), Is.EqualTo(new[]
        {
            ".trivyignore.yaml:5: github-pat was accepted until 2026-01-01, and is a finding again.",
            ".trivyignore.yaml:3: CVE-2020-1 accepts nothing: no such finding. Take the entry out.",
            "This change accepts CVE-2024-21907 until 2999-01-01: not reachable",
            "This change accepts CVE-2020-1 until 2999-01-01: gone",
            "This change accepts github-pat until 2026-01-01: an example",
        }));
        Assert.That(Sarif(_copy).Select(result => result!["ruleId"]!.GetValue<string>()), Is.EqualTo(new[] { "KSV-0014", "KSV-0011", "github-pat" }));
    }

    /// <summary>Of three images one is the same on both sides, and none is scanned twice.</summary>
    [TestCase("0.2.4", 1, "this change adds 1 finding of HIGH or CRITICAL", "1 new, 0 fixed, 1 kept")]
    [TestCase("0.2.3", 0, null, "0 new, 0 fixed, 1 kept")]
    public async Task Scan_ChangeOfAnImage_IsHeldAgainstTheImageOfTheBase(string tag, int exitCode, string? reason, string summary)
    {
        var git = await GitCopy.CreateAsync(
            _copy, () => _copy.Replace("manifests/echo/foo-deployment.yaml", Runs.Kind.EchoImage, "hashicorp/http-echo:" + tag));
        _copy.AddTrivy(
            $"cp '{Clean}' \"$out\"", $"cp '{TrivyStandIn.Sarif}' \"$out\"",
            image: """
                name=${all##* }
                flaw() { echo "{\"VulnerabilityID\":\"$1\",\"PkgName\":\"zlib\",\"InstalledVersion\":\"1\",\"Severity\":\"HIGH\"}"; }
                case "$name" in
                  *http-echo:0.2.4) found="$(flaw CVE-2020-1),$(flaw CVE-2020-2)" ;;
                  *http-echo:*) found=$(flaw CVE-2020-1) ;;
                  *) found= ;;
                esac
                echo "{\"SchemaVersion\":2,\"ArtifactName\":\"$name\",\"ArtifactType\":\"container_image\",\"Results\":[{\"Target\":\"$name\",
                  \"Class\":\"os-pkgs\",\"Type\":\"debian\",\"Vulnerabilities\":[$found]}]}" > "$out"
                """);
        var validate = await _copy.RunInProcessAsync("--target=Validate", "--cluster=embedded");

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(validate.ExitCode, Is.Zero, validate.ToString());
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That(Slot(run)["problem"]?["reason"]?.GetValue<string>(), Is.EqualTo(reason));
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Does.Contain(summary));
        Assert.That(
            _copy.TrivyCalls().Where(call => call.StartsWith("image ", StringComparison.Ordinal)).Select(call => call.Split(' ')[^1].Split('@')[0]),
            Is.EquivalentTo(new[] { "hashicorp/http-echo:" + tag, "hashicorp/http-echo:1.0.0", "registry.k8s.io/ingress-nginx/controller:v1.15.1" }));
    }

    [Test]
    public async Task Scan_ImageThatCannotBeHad_IsNeitherNewNorFixedAndTold()
    {
        var git = await GitCopy.CreateAsync(_copy);
        _copy.AddTrivy($"cp '{Clean}' \"$out\"", $"cp '{TrivyStandIn.Sarif}' \"$out\"", image: "echo 'UNAUTHORIZED: no pull access' >&2; exit 1");
        var validate = await _copy.RunInProcessAsync("--target=Validate", "--cluster=embedded");

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That((validate.ExitCode, run.ExitCode), Is.EqualTo((0, 0)), run.ToString());
        Assert.That(
            Slot(run)["result"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ToList(),
            Has.Count.EqualTo(2).And.All.Match("^The image [^ ]+ was not scanned: UNAUTHORIZED: no pull access$"));
    }

    [Test]
    public async Task Scan_ChangeThatTakesAHostPort_SaysThatItLoosensTheNamespaceAndThatItsPodsAreRefused()
    {
        var git = await GitCopy.CreateAsync(
            _copy, () => _copy.Replace("manifests/echo/foo-deployment.yaml", "containerPort: 5678", "containerPort: 5678\n              hostPort: 5678"));
        AddTrivy(ofBase: Clean, ofHead: Clean);
        var validate = await _copy.RunInProcessAsync("--target=Validate", "--cluster=embedded");

        var run = await _copy.RunInProcessAsync(git.PullRequest(), "--target=ScanSecurity");

        Assert.That(validate.ExitCode, Is.Zero, validate.ToString());
        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain(
            "This change loosens echo from restricted to privileged because of hostPort in Deployment foo "
                + "(port 5678 of the node; manifests/echo/foo-deployment.yaml:41)."));
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.StartWith("the namespace echo refuses pods for hostPort in Deployment foo"));
        Assert.That(Slot(run)["problem"]!["faults"]![0]!["line"]!.GetValue<int>(), Is.EqualTo(41));
    }

    private void AddTrivy(string ofBase, string ofHead) => _copy.AddTrivy(
        $"case \"$all\" in *artifacts/base) cp '{ofBase}' \"$out\" ;; *) cp '{ofHead}' \"$out\" ;; esac", $"cp '{TrivyStandIn.Sarif}' \"$out\"");
}
