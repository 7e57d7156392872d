using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests;

/// <summary>
/// build.ps1, by PowerShell's own parser, and run by PowerShell on Linux with a stand-in of dotnet: what it asks to be built, when, and what it starts.
/// tests/suite.sh brings PowerShell, which is a tool on the package feed.
/// </summary>
[TestFixture]
[Platform("Linux")]
[Category("Tools")]
[CancelAfter(300_000)]
internal sealed class PowerShellTests
{
    private const int ExitCodeOfTheHost = 7;

    /// <summary>Words of PowerShell 7 that the parser of 5.1 does not know.</summary>
    private const string Newer = "'QuestionMark','QuestionQuestion','QuestionQuestionEquals','QuestionDot','QuestionLBracket','AndAnd','OrOr'";

    private ProjectCopy _copy = null!;

    private string Host => _copy.PathOf("build", "bin", "host", "Gauntlet.Build.dll");

    private string Publish => $"publish|{_copy.PathOf("build", "Build.csproj")}|--configuration|Debug|--output|{_copy.PathOf("build", "bin", "host")}"
        + "|--verbosity|quiet|--tl:off|-p:CompileAhead=";

    [SetUp]
    public void SetUp()
    {
        _copy = ProjectCopy.Create();
        File.Copy(Path.Combine(Checkout.Root, "build.ps1"), _copy.PathOf("build.ps1"));
        foreach (var folder in new[] { "build", "src", "compat" })
        {
            Directory.CreateDirectory(_copy.PathOf(folder));
        }

        // Writes down how it was called; of "publish" it makes what is to come of that, or fails where it is told to.
        _copy.AddTool("dotnet", $$"""
            printf '%s|' "$@" >> calls; echo >> calls
            if [ "$1" != publish ]; then exit {{ExitCodeOfTheHost}}; fi
            case "$FAILS:$*" in all:*|ahead:*CompileAhead=true) echo 'A.cs(1,1): error CS1002: ; expected'; exit 1;; esac
            echo 'a.props : warning STANDIN: compat/ stands in for Cake.Frosting. [a.csproj]'
            host=$(printf '%s\n' "$@" | grep /bin/host)
            mkdir -p "$host"; touch "$host/Gauntlet.Build.dll"
            """);
    }

    [TearDown]
    public async Task TearDown() => await _copy.DisposeAsync();

    [Test]
    public async Task Parser_OfPowerShell_FindsNoMistakeAndNothingThatIsTooNew()
    {
        await File.WriteAllTextAsync(_copy.PathOf("parse.ps1"), $$"""
            $tokens = $null; $mistakes = $null
            [void][System.Management.Automation.Language.Parser]::ParseFile('build.ps1', [ref]$tokens, [ref]$mistakes)
            $mistakes | ForEach-Object { "$($_.Extent.StartLineNumber): $($_.Message)" }
            $tokens | Where-Object { $_.Kind -in {{Newer}} } | ForEach-Object { "$($_.Extent.StartLineNumber): $($_.Text) is newer than 5.1" }
            "$($tokens.Count -gt 100)"
            """);

        File.Delete(Path.Combine(_copy.Tools, "dotnet"));
        var run = await _copy.ShellAsync("pwsh -NoProfile -File parse.ps1");

        Assert.That(run.Output, Is.EqualTo("True\n"));
    }

    [Test]
    public async Task Launcher_NoHost_BuildsItAheadAndHandsTheArgumentsOn()
    {
        var run = await RunAsync("--target=Validate '--threshold=p(95) < 250ms'");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodeOfTheHost), run.ToString());
        Assert.That(run.Output, Is.EqualTo("Building the host; the first time takes about a minute.\ncompat/ stands in for Cake.Frosting.\n"));
        Assert.That(Calls(), Is.EqualTo(new[] { $"{Publish}true|", $"{Host}|--target=Validate|--threshold=p(95) < 250ms|" }));
    }

    [Test]
    public async Task Launcher_HostThatIsNewerThanEverySource_IsStartedAtOnce()
    {
        await RunAsync("--version");
        Write("build/bin/A.cs", TimeSpan.FromHours(1));
        File.Delete(_copy.PathOf("calls"));

        var run = await RunAsync("--version");

        Assert.That(run.Output, Is.Empty);
        Assert.That(Calls(), Is.EqualTo(new[] { $"{Host}|--version|" }));
    }

    [TestCase("src/A/B.cs")]
    [TestCase("Directory.Build.props")]
    [TestCase("global.json")]
    public async Task Launcher_SourceThatIsNewer_IsBuilt(string source)
    {
        await RunAsync("--version");
        Write(source, TimeSpan.FromHours(1));
        File.Delete(_copy.PathOf("calls"));

        await RunAsync("--version");

        Assert.That(Calls(), Is.EqualTo(new[] { $"{Publish}true|", $"{Host}|--version|" }));
    }

    [Test]
    public async Task Launcher_InCi_DoesNotCompileAhead()
    {
        await RunAsync("--version", new() { ["CI"] = "true" });

        Assert.That(Calls()[0], Is.EqualTo($"{Publish}false|"));
    }

    [Test]
    public async Task Launcher_FeedThatLacksTheCompiler_IsBuiltFromWithoutIt()
    {
        var run = await RunAsync("--version", new() { ["FAILS"] = "ahead" });

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodeOfTheHost), run.ToString());
        Assert.That(Calls(), Is.EqualTo(new[] { $"{Publish}true|", $"{Publish}false|", $"{Host}|--version|" }));
    }

    [Test]
    public async Task Launcher_HostThatDoesNotBuild_EndsWithItsErrors()
    {
        var run = await RunAsync("--version", new() { ["FAILS"] = "all" });

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain("A.cs(1,1): error CS1002").And.EndWith("error: the build host does not build; its errors are above.\n"));
        Assert.That(Calls(), Has.None.StartsWith(Host));
    }

    [Test]
    public async Task Launcher_RepositoryThatTookGauntletIn_BuildsItsCode()
    {
        foreach (var folder in new[] { "build", "src", "compat" })
        {
            Directory.CreateDirectory(_copy.PathOf("build", "gauntlet", folder));
        }

        await RunAsync("--version");

        Assert.That(Calls()[0], Does.StartWith($"publish|{_copy.PathOf("build", "gauntlet", "build", "Build.csproj")}|"));
    }

    /// <summary>PowerShell itself is started by the real dotnet.</summary>
    private async Task<PipelineResult> RunAsync(string arguments, Dictionary<string, string?>? environment = null)
    {
        await File.WriteAllTextAsync(_copy.PathOf("start.ps1"), $"$env:PATH = '{_copy.Tools}:' + $env:PATH; & ./build.ps1 @args; exit $LASTEXITCODE");
        return await _copy.ShellAsync($"pwsh -NoProfile -File start.ps1 {arguments}", new Dictionary<string, string?>(environment ?? [])
        {
            ["CompileAhead"] = null,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
        });
    }

    private string[] Calls() => File.ReadAllLines(_copy.PathOf("calls"));

    private void Write(string file, TimeSpan later)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_copy.PathOf(file))!);
        File.WriteAllText(_copy.PathOf(file), "");
        File.SetLastWriteTimeUtc(_copy.PathOf(file), File.GetLastWriteTimeUtc(_copy.PathOf(file)) + later);
    }
}
