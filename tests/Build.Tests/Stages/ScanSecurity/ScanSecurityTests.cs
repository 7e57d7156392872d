using System.Text.RegularExpressions;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Gauntlet.Build.Tests.Stages.ScanSecurity.ScanBench;

namespace Gauntlet.Build.Tests.Stages.ScanSecurity;

/// <summary>ScanSecurity, with a stand-in for each way in which Trivy can end.</summary>
[Platform("Linux")]
public sealed class ScanSecurityTests
{
    private const string DatabaseError =
        "FATAL Fatal error run error: init error: DB error: failed to download vulnerability DB: OCI artifact error: dial tcp: no route to host";
    private const string Require = "--require=ScanSecurity";

    [Test]
    public async Task Scan_Findings_FailsTheRunCountsThemAndKeepsTheSarif()
    {
        await using var copy = Validated();
        copy.AddTrivyWithFindings();

        var run = await ScanAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Is.EqualTo("3 findings of HIGH or CRITICAL"));
        Assert.That(Slot(run)["result"]!["counts"]!.ToJsonString(), Is.EqualTo("""{"CRITICAL":1,"HIGH":2,"LOW":1}"""));
        Assert.That(run.Output, Does.Contain("CVE-2024-21907").And.Contain("KSV-0014").And.Contain("github-pat").And.Contain("KSV-0011"));
        Assert.That(Sarif(copy), Has.Count.EqualTo(4));
        Assert.That(Sarif(copy).Select(result => result!["partialFingerprints"]!["gauntletFindingId/v1"]!.GetValue<string>()), Is.Unique);
        Assert.That(Slot(run)["result"]!["noBase"]!.GetValue<string>(), Is.EqualTo("this is no checkout of git"));
        Assert.That(copy.TrivyCalls(), Has.Count.EqualTo(3));
        Assert.That(copy.TrivyCalls()[0], Does.StartWith("fs --quiet --download-db-only"));
        Assert.That(copy.TrivyCalls()[1], Does.Contain("--scanners vuln,misconfig,secret").And.Contain("--offline-scan --skip-db-update"));
        Assert.That(copy.TrivyCalls()[2], Does.StartWith("convert "));
    }

    [Test]
    public async Task Scan_SettingsInTheProject_AreNotTrivys()
    {
        await using var copy = Validated();
        copy.AddTrivyWithFindings();
        await File.WriteAllTextAsync(copy.PathOf("trivy.yaml"), "severity: [CRITICAL]\n");
        await File.WriteAllTextAsync(copy.PathOf("trivy-secret.yaml"), "disable-rules: [github-pat]\n");
        await File.WriteAllTextAsync(copy.PathOf(".trivyignore"), "github-pat\n");

        await ScanAsync(copy);

        Assert.That(copy.TrivyCalls()[1], Does.Contain("--secret-config= "));
        foreach (var call in copy.TrivyCalls())
        {
            foreach (var file in new[] { "--config (.*artifacts/trivy[.]yaml)", "--ignorefile (.*artifacts/trivy[.]ignore)" })
            {
                Assert.That(File.ReadLines(Regex.Match(call, file).Groups[1].Value), Is.All.StartsWith("#"), call);
            }
        }
    }

    [Test]
    public async Task Scan_FindingsBelowTheGate_Passes()
    {
        await using var copy = Validated();
        copy.AddTrivyWithFindings();

        var run = await ScanAsync(copy, "--severity=UNKNOWN");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Is.EqualTo("1 CRITICAL, 2 HIGH, 1 LOW"));
    }

    [Test]
    public async Task Scan_EntryWithoutAReason_IsUsageWithItsLineAndNothingIsScanned()
    {
        await using var copy = Validated();
        copy.AddTrivyWithFindings();
        await File.WriteAllTextAsync(copy.PathOf(".trivyignore.yaml"), "secrets:\n  - id: github-pat\n    expired_at: 2999-01-01\n  - id: other\n");

        var run = await ScanAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain(".trivyignore.yaml:2: github-pat has no statement").And.Contain(".trivyignore.yaml:4: other has no statement"));
        Assert.That(copy.TrivyCalls(), Is.Empty);
    }

    [Test]
    public async Task Scan_ArchivesOfJava_NeedTheirDatabaseToo()
    {
        await using var copy = Validated();
        copy.AddTrivy();
        await File.WriteAllTextAsync(copy.PathOf("manifests", "app.JAR"), "");

        await ScanAsync(copy);

        Assert.That(copy.TrivyCalls().Select(call => call.Contains("--download-java-db-only", StringComparison.Ordinal)),
            Is.EqualTo(new[] { false, true, false, false }));
    }

    [Test]
    public async Task Scan_Clean_Passes()
    {
        await using var copy = Validated();
        copy.AddTrivy();

        var run = await ScanAsync(copy, Require);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Slot(run)["summary"]!.GetValue<string>(), Is.EqualTo("no findings"));
    }

    [TestCase(null, 0, "skipped")]
    [TestCase(Require, 4, "inconclusive")]
    public async Task Scan_NoDatabase_SkipsOrIsInconclusiveWhereRequired(string? option, int exitCode, string outcome)
    {
        await using var copy = Validated();
        copy.AddTrivy($"echo '{DatabaseError}' >&2; exit 1", download: "exit 1");

        var run = await ScanAsync(copy, [.. option is null ? Array.Empty<string>() : [option]]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That(Slot(run)["outcome"]!.GetValue<string>(), Is.EqualTo(outcome));
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.EndWith("database is neither to be downloaded nor in the cache"));
        Assert.That(copy.TrivyCalls()[1], Does.Contain("--offline-scan --skip-db-update"));
    }

    [Test]
    public async Task Scan_OfflineWithADatabaseInTheCache_UsesIt()
    {
        await using var copy = Validated();
        copy.AddTrivy(
            $"cp '{TrivyStandIn.Report}' \"$out\"", $"cp '{TrivyStandIn.Sarif}' \"$out\"", download: $"echo '{DatabaseError}' >&2; exit 1");

        var run = await ScanAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("could not be updated").And.Contain("CVE-2024-21907"));
    }

    [TestCase("echo 'panic: runtime error: index out of range' >&2; exit 2", "exit 0", "trivy exited with 2: panic: runtime error: index out of range")]
    [TestCase("echo garbage > \"$out\"", "exit 0", "wrote no usable report")]
    [TestCase("echo '{}' > \"$out\"", "exit 0", "wrote no usable report")]
    [TestCase("exit 0", "exit 0", "wrote no usable report")]
    [TestCase("echo '{\"SchemaVersion\":2}' > \"$out\"", "echo 'no such format' >&2; exit 1", "could not convert its report to SARIF: no such format")]
    [TestCase("echo '{\"SchemaVersion\":2}' > \"$out\"", "echo '[]' > \"$out\"", "wrote no usable report")]
    public async Task Scan_BrokenTrivy_IsInfrastructureAndNeverAPass(string scan, string convert, string reason)
    {
        await using var copy = Validated();
        copy.AddTrivy(scan, convert);

        var run = await ScanAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.Contain(reason));
    }

    [Test]
    public async Task Scan_PastItsDeadline_IsKilledWithItsChildren()
    {
        await using var copy = Validated();
        var pid = Path.Combine(copy.Home, "pid");
        copy.AddTrivy($"sleep 300 & echo $! > '{pid}.new'; mv '{pid}.new' '{pid}'; wait");
        var time = new FakeTimeProvider(States.Noon);
        var host = new InProcessHost(copy) { Replace = services => services.AddSingleton<TimeProvider>(time) };

        var running = host.RunAsync("--target=ScanSecurity", "--stage-timeout=5s");
        await UntilAsync(() => File.Exists(pid), "the scan never began");
        time.Advance(TimeSpan.FromSeconds(6));
        var run = await running;

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.Contain("deadline of 5s"));
        var child = $"/proc/{(await File.ReadAllTextAsync(pid)).Trim()}/cmdline";
        await UntilAsync(() => HasEnded(child), "the scan's child is still there");
    }

    [Test]
    public async Task Scan_RunThatIsToldToEnd_IsKilledWithItsChildrenAndSaysBySignal()
    {
        await using var copy = Validated();
        var pid = Path.Combine(copy.Home, "pid");
        copy.AddTrivy($"sleep 300 & echo $! > '{pid}.new'; mv '{pid}.new' '{pid}'; wait");
        var host = new InProcessHost(copy);

        var running = host.RunAsync("--target=ScanSecurity");
        await UntilAsync(() => File.Exists(pid), "the scan never began");
        host.Signals.Send("SIGTERM");
        var run = await running;

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(Slot(run)["problem"]!["reason"]!.GetValue<string>(), Does.StartWith("interrupted by SIGTERM"));
        var child = $"/proc/{(await File.ReadAllTextAsync(pid)).Trim()}/cmdline";
        await UntilAsync(() => HasEnded(child), "the scan's child is still there");
    }

    [Test]
    public async Task Validate_TrivyOfTheAttackersVersion_NeverRunsItAndSaysWhy()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy("exit 0", version: "0.69.4");

        var validate = await copy.RunInProcessAsync("--target=Validate", "--cluster=embedded");
        var scan = await ScanAsync(copy, Require);

        Assert.That(validate.ExitCode, Is.Zero, validate.ToString());
        Assert.That(scan.ExitCode, Is.EqualTo(4), scan.ToString());
        Assert.That(Slot(scan)["problem"]!["reason"]!.GetValue<string>(), Does.Contain("0.69.4").And.Contain("CVE-2026-33634"));
        Assert.That(copy.TrivyCalls(), Is.Empty);
    }

    [Test]
    public async Task Scan_TrivyThatIsNotTheOneThatValidateFound_IsNotRun()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy();
        var validate = await copy.RunInProcessAsync("--target=Validate", "--cluster=embedded");
        copy.AddTool("trivy", $"touch '{Path.Combine(copy.Home, "mark")}'\n");

        var scan = await ScanAsync(copy);

        Assert.That(validate.ExitCode, Is.Zero, validate.ToString());
        Assert.That(scan.ExitCode, Is.EqualTo(3), scan.ToString());
        Assert.That(Slot(scan)["problem"]!["reason"]!.GetValue<string>(), Does.Contain("is not the trivy that Validate found"));
        Assert.That(File.Exists(Path.Combine(copy.Home, "mark")), Is.False);
    }

    /// <summary>Looks for a condition until it holds; as long as a machine that stalls may need.</summary>
    private static async Task UntilAsync(Func<bool> holds, string otherwise)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds())
        {
            Assert.That(deadline.IsCancellationRequested, Is.False, otherwise);
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>A process that ended and whose parent did not look yet has no command line any more.</summary>
    private static bool HasEnded(string commandLine)
    {
        try
        {
            return File.ReadAllText(commandLine).Length == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
