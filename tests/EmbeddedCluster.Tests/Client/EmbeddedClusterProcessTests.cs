using System.Diagnostics;
using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Tests.Client;

/// <summary>The real process, started and stopped as the host does it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed class EmbeddedClusterProcessTests
{
    private string _directory = "";

    [SetUp]
    public void SetUp() => _directory = Directory.CreateTempSubdirectory("gauntlet-launch-").FullName;

    [TearDown]
    public async Task TearDownAsync()
    {
        if (EmbeddedClusterProcess.TryFind(_directory) is { } left)
        {
            await EmbeddedClusterProcess.StopAsync(left, TimeSpan.FromMinutes(1));
        }

        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public async Task StartAsync_FindAndStop_LeaveNothing(CancellationToken cancellationToken)
    {
        var started = await EmbeddedClusterProcess.StartAsync(Options(), cancellationToken);

        Assert.That(
            EmbeddedClusterProcess.TryFind(_directory),
            Is.EqualTo(started).Using<EmbeddedEndpoint>((left, right) => left.Pid == right.Pid && left.TokenHash == right.TokenHash));
        Assert.That(
            () => EmbeddedClusterProcess.StartAsync(Options(), cancellationToken),
            Throws.InvalidOperationException.With.Message.Contains("already runs"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(started.Kubeconfig), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        var graceful = await EmbeddedClusterProcess.StopAsync(started, TimeSpan.FromMinutes(1), cancellationToken);

        Assert.That(graceful, Is.True);
        Assert.That(EmbeddedClusterProcess.TryFind(_directory), Is.Null);
        Assert.That(File.Exists(started.Kubeconfig) || File.Exists(EmbeddedClusterFiles.Token(_directory)), Is.False);
        Assert.That(() => Process.GetProcessById(started.Pid), Throws.ArgumentException);
    }

    [Test]
    public async Task StartAsync_UnknownFault_FailsWithTheProcesssOwnWords(CancellationToken cancellationToken)
    {
        var start = await Assert.CatchAsync<InvalidOperationException>(
            () => EmbeddedClusterProcess.StartAsync(Options() with { Faults = ["fire"] }, cancellationToken));

        Assert.That(start!.Message, Does.Contain("Unknown fault 'fire'"));
    }

    [Test]
    public async Task StartAsync_AfterACrash_TakesTheDirectoryOver(CancellationToken cancellationToken)
    {
        var crashed = await EmbeddedClusterProcess.StartAsync(Options(), cancellationToken);
        using (var process = Process.GetProcessById(crashed.Pid))
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        Assert.That(File.Exists(crashed.Kubeconfig) && File.Exists(EmbeddedClusterFiles.Endpoint(_directory)), Is.True, "the crash left its files");
        var next = await EmbeddedClusterProcess.StartAsync(Options(), cancellationToken);

        Assert.That(next.Pid, Is.Not.EqualTo(crashed.Pid));
        Assert.That(EmbeddedClusterProcess.TryFind(_directory)?.TokenHash, Is.EqualTo(next.TokenHash).And.Not.EqualTo(crashed.TokenHash));
        Assert.That(await EmbeddedClusterProcess.StopAsync(next, TimeSpan.FromMinutes(1), cancellationToken), Is.True);
        Assert.That(Directory.GetFiles(_directory).Select(Path.GetFileName), Is.EquivalentTo(new[] { "ca.crt", "embedded-cluster.log" }));
    }

    [Test]
    public async Task Serve_ByHandInADirectoryThatIsNotThere_MakesIt(CancellationToken cancellationToken)
    {
        var directory = Path.Combine(_directory, "new");
        using var process = Serve(directory);
        try
        {
            Assert.That(await process.StandardOutput.ReadLineAsync(cancellationToken), Does.Contain("\"name\":\"hand\""));
            Assert.That(Directory.GetFiles(directory).Select(Path.GetFileName), Is.SupersetOf(new[] { "ca.crt", "kubeconfig" }));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>By hand: who waits until it is ready might come after its end.</summary>
    [Test]
    public async Task Serve_NobodyUsesIt_EndsByItself(CancellationToken cancellationToken)
    {
        using var process = Serve(_directory, "--idle-timeout", "00:00:01");

        await process.WaitForExitAsync(cancellationToken);

        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(await File.ReadAllTextAsync(EmbeddedClusterFiles.Log(_directory), cancellationToken), Does.Contain("nobody used it for 00:00:01"));
        Assert.That(EmbeddedClusterProcess.TryFind(_directory), Is.Null);
    }

    [Test]
    public async Task Serve_EndpointFileOfAnotherCluster_EndsByItself(CancellationToken cancellationToken)
    {
        var started = await EmbeddedClusterProcess.StartAsync(Options(), cancellationToken);
        EmbeddedClusterFiles.Write(started with { TokenHash = "another" });

        await WaitForEndAsync(started.Pid, cancellationToken);
        Assert.That(EmbeddedClusterProcess.TryFind(_directory), Is.Null);
    }

    [Test]
    public void TryFind_AnotherProcessHasTheId_IsNull()
    {
        using var self = Process.GetCurrentProcess();
        EmbeddedClusterFiles.Write(Endpoint(self.Id, ProcessStart.Of(self) + "0"));

        Assert.That(EmbeddedClusterProcess.TryFind(_directory), Is.Null);
    }

    [Test]
    public async Task StopAsync_ProcessIsGone_CleansUp(CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(int.MaxValue - 1, "");
        EmbeddedClusterFiles.Write(endpoint);

        Assert.That(await EmbeddedClusterProcess.StopAsync(endpoint, TimeSpan.FromMinutes(1), cancellationToken), Is.True);
        Assert.That(File.Exists(EmbeddedClusterFiles.Endpoint(_directory)), Is.False);
    }

    [TestCase("{")]
    [TestCase("{\"schemaVersion\":99}")]
    [TestCase("")]
    public void TryFind_UnreadableEndpoint_IsNull(string text)
    {
        File.WriteAllText(EmbeddedClusterFiles.Endpoint(_directory), text);

        Assert.That(EmbeddedClusterProcess.TryFind(_directory), Is.Null);
    }

    private Process Serve(string directory, params string[] more) =>
        Process.Start(new ProcessStartInfo(
            "dotnet", [Options().Executable, "serve", "--name", "hand", "--directory", directory, "--http-port", "0", "--https-port", "0", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [EmbeddedClusterFiles.TokenVariable] = "token" },
        })!;

    private static async Task WaitForEndAsync(int pid, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    private EmbeddedClusterStart Options() => new()
    {
        Executable = Path.Combine(TestContext.CurrentContext.TestDirectory, "Gauntlet.EmbeddedCluster.dll"),
        Name = "launched",
        Directory = _directory,
        HttpPort = 0,
        HttpsPort = 0,
        ReadyTimeout = TimeSpan.FromMinutes(2),
    };

    private EmbeddedEndpoint Endpoint(int pid, string start) => new()
    {
        Name = "x",
        Pid = pid,
        ProcessStart = start,
        TokenHash = "",
        ApiServer = "https://127.0.0.1:1",
        Kubeconfig = Path.Combine(_directory, "kubeconfig"),
        Context = "x",
        CertificateAuthority = "",
        IngressHttp = "",
        IngressHttps = "",
        Simulated = "",
        Directory = _directory,
    };
}
