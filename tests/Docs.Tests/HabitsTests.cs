using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests;

/// <summary>The launcher, the dev container, the editor's tasks, the shell completion and the length of lines.</summary>
[TestFixture]
public sealed partial class HabitsTests
{
    private const int Columns = 160;

    private static readonly string[] CodeFolders = ["benchmarks", "build", "compat", "pins", "src", "template", "tests"];

    private static IEnumerable<ToolPin> Tools => [ToolPins.Kind, ToolPins.Kubectl];

    [TestCaseSource(nameof(Tools))]
    public void DevContainer_ItsTools_AreThePipelinesPins(ToolPin pin)
    {
        var download = pin.Downloads[ToolPlatform.LinuxX64];

        Assert.That(Read(".devcontainer/Dockerfile"),
            Does.Contain($"ADD --checksum=sha256:{download.Sha256} --chmod=755 \\\n  {download.Address} /usr/local/bin/{pin.Name}\n"));
    }

    [Test]
    public void DevContainer_ItsSdk_IsThatOfGlobalJson() =>
        Assert.That(
            Read(".devcontainer/Dockerfile"),
            Does.Contain($" mcr.microsoft.com/dotnet/sdk:{JsonNode.Parse(Read("global.json"))!["sdk"]!["version"]}\n"));

    [Test]
    public void DevContainer_ItsCommand_IsPossible()
    {
        var command = (string)JsonNode.Parse(Read(".devcontainer/devcontainer.json"))!["postCreateCommand"]!;

        Assert.That(() => CommandLine.Parse(command.Split(' ')[1..], _ => null, StageCatalog.Host.Targets), Throws.Nothing, command);
    }

    [Test]
    public void EditorTasks_EachCommand_IsPossibleOnBothSystems()
    {
        foreach (var task in JsonNode.Parse(Read(".vscode/tasks.json"))!["tasks"]!.AsArray())
        {
            var (linux, windows) = ((string)task!["command"]!, (string)task["windows"]!["command"]!);

            Assert.That(windows, Is.EqualTo(linux.Replace("./build.sh", "./build.ps1", StringComparison.Ordinal)));
            Assert.That(() => CommandLine.Parse(linux.Split(' ')[1..], _ => null, StageCatalog.Host.Targets), Throws.Nothing, linux);
        }
    }

    [TestCase("--targ", "--target=")]
    [TestCase("--target = Val", "Validate")]
    [TestCase("--skip = Scan", "ScanSecurity")]
    [TestCase("--cluster = e", "embedded existing")]
    [TestCase("--cluster =", "auto kind embedded existing")]
    [TestCase("--rate = 1", "")]
    [TestCase("--target Cr", "CreateCluster")]
    [TestCase("-t Cr", "CreateCluster")]
    [TestCase("--cluster e", "embedded existing")]
    [TestCase("--fault = s", "slow-pull=")]
    [TestCase("--fault ne", "never-ready")]
    [TestCase("--tree --targ", "--target=")]
    [TestCase("--rate=5 --targ", "--target=")]
    [TestCase("--rate --targ", "--target=")]
    [Platform(Exclude = "Win", Reason = "needs bash")]
    public async Task Completion_InBash_OffersWhatFits(string words, string expected)
    {
        var script =
            $"source '{Path.Combine(Checkout.Root, "completions/gauntlet.sh")}'; COMP_WORDS=(./build.sh {words}); "
            + $"COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _gauntlet; echo \"${{COMPREPLY[*]}}\"";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;

        Assert.That((await bash.StandardOutput.ReadToEndAsync()).TrimEnd('\n'), Is.EqualTo(expected));
    }

    [TestCase("./build.sh --version")]
    [TestCase("script --quiet --return --command './build.sh --version' /dev/null")]
    [Platform("Linux")]
    public async Task Launcher_HostToBuild_IsAnnounced(string command)
    {
        await using var copy = ProjectCopy.Create();
        File.Copy(Path.Combine(Checkout.Root, "build.sh"), copy.PathOf("build.sh"));
        copy.AddTool("dotnet", "mkdir -p build/bin/host\n");

        var result = await copy.ShellAsync(command);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.StartWith("Building the host; the first time takes about a minute."));
    }

    [Test]
    public void Code_Lines_FitIntoTheColumnsOfTheEditor()
    {
        Assert.That(Read(".editorconfig"), Does.Contain($"\nmax_line_length = {Columns}\n"));
        Assert.That(WideLines(), Is.Empty, $"longer than {Columns} columns");
    }

    /// <summary>File and number of each line that is too long. The lines of a raw string literal are data, which a break would change.</summary>
    private static IEnumerable<string> WideLines()
    {
        foreach (var file in CodeFolders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file))))
        {
            var inText = false;
            foreach (var (index, line) in File.ReadLines(file).Index())
            {
                var begunBefore = inText;
                inText = inText
                    ? !line.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal)
                    : line.EndsWith("\"\"\"", StringComparison.Ordinal) && RawQuotes().Count(line) % 2 == 1;
                if (line.Length > Columns && !(begunBefore && inText))
                {
                    yield return $"{Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/')}:{index + 1}";
                }
            }
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();

    private static string Read(string file) => File.ReadAllText(Path.Combine(Checkout.Root, file));
}
