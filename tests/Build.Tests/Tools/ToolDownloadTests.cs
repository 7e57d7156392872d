using System.Net;
using System.Net.Sockets;
using System.Text;
using Gauntlet.Build.Tools;
using Gauntlet.PullRequests.Tests.Comments;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Build.Tests.Tools;

/// <summary>Downloads from a real HTTP server on this machine.</summary>
[CancelAfter(20_000)]
internal sealed class ToolDownloadTests
{
    private ToolBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new ToolBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task ResolveAsync_GoodDownload_IsStoredExecutableAndNothingElseIsLeft(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(ToolBench.Binary);

        var tool = await _bench.Resolver().ResolveAsync(ToolBench.Pin(server.Address, ToolBench.Binary), allowDownload: true, cancellation);

        Assert.That(tool, Is.EqualTo(new ResolvedTool("tool", tool.Path, "1.2.3", ToolSource.Download, null) { Sha256 = ToolFile.Hash(tool.Path) }));
        Assert.That(File.ReadAllBytes(tool.Path), Is.EqualTo(ToolBench.Binary));
        Assert.That(OperatingSystem.IsWindows() || File.GetUnixFileMode(tool.Path).HasFlag(UnixFileMode.UserExecute));
        Assert.That(_bench.CachedFiles(), Has.Length.EqualTo(2), "the entry's folder and the tool");
        Assert.That(_bench.Progress, Is.EqualTo((string[])["downloading tool 1.2.3 from 127.0.0.1"]));
    }

    [Test]
    public async Task ResolveAsync_Archive_StoresTheOneEntryAndNoOther(CancellationToken cancellation)
    {
        var archive = ToolBench.Archive(("README.md", [1]), ("../../tool", [2]), ("contrib/tool", [3]), ("tool", ToolBench.Binary));
        await using var server = await ToolServer.StartAsync(archive);

        var tool = await _bench.Resolver().ResolveAsync(ToolBench.Pin(server.Address, archive, "tool"), allowDownload: true, cancellation);

        Assert.That(File.ReadAllBytes(tool.Path), Is.EqualTo(ToolBench.Binary));
        Assert.That(_bench.CachedFiles().Select(Path.GetFileName), Has.Exactly(3).Items.And.Some.EqualTo("archive").And.None.EqualTo("README.md"));
    }

    [Test]
    public async Task ResolveAsync_ArchiveWithoutTheEntry_IsRefused(CancellationToken cancellation)
    {
        var archive = ToolBench.Archive(("other", ToolBench.Binary));
        await using var server = await ToolServer.StartAsync(archive);

        var error = await FailAsync(ToolBench.Pin(server.Address, archive, "tool"), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Storage));
        Assert.That(error.Message, Does.Contain("holds no file 'tool'"));
    }

    [Test]
    public async Task ResolveAsync_VerifiedFileIsNoArchive_IsRefused(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(ToolBench.Binary);

        var error = await FailAsync(ToolBench.Pin(server.Address, ToolBench.Binary, "tool"), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Storage));
        Assert.That(error.Message, Does.Contain("cannot be unpacked"));
    }

    [Test]
    public async Task ResolveAsync_WrongChecksum_IsRefusedAndNamesBothSums(CancellationToken cancellation)
    {
        var tampered = Encoding.UTF8.GetBytes("owned\n");
        await using var server = await ToolServer.StartAsync(tampered);

        var error = await FailAsync(ToolBench.Pin(server.Address, ToolBench.Binary), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Checksum));
        Assert.That(
            error.Message,
            Does.Contain(ToolBench.Sha256(tampered)).And.Contain(ToolBench.Sha256(ToolBench.Binary)).And.Contain(server.Address.ToString()));
        Assert.That(error.Remedy, Does.StartWith("Do not run that file."));
    }

    [Test]
    public async Task ResolveAsync_TruncatedBody_IsADownloadFailure(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(async context =>
        {
            context.Response.ContentLength = ToolBench.Binary.Length;
            await context.Response.Body.WriteAsync(ToolBench.Binary.AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var error = await FailAsync(ToolBench.Pin(server.Address, ToolBench.Binary), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Download));
    }

    [TestCase(404)]
    [TestCase(503)]
    public async Task ResolveAsync_ErrorStatus_NamesTheStatusAndTheAddress(int status, CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var error = await FailAsync(ToolBench.Pin(server.Address, ToolBench.Binary), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Download));
        Assert.That(error.Message, Does.Contain($"the server answered {status}.").And.Contain(server.Address.ToString()));
        Assert.That(error.Remedy, Does.Contain("https://example.test/install"));
    }

    [Test]
    public async Task ResolveAsync_NobodyListens_IsADownloadFailure(CancellationToken cancellation)
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"http://{reserved.LocalEndPoint}/tool");

        var error = await FailAsync(ToolBench.Pin(address, ToolBench.Binary), cancellation);

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Download));
    }

    /// <summary>A proxy that ends TLS itself has a certificate of its own.</summary>
    [Test]
    [CancelAfter(120_000)] // the first one who asks reads all certificates of the machine
    public async Task ResolveAsync_CertificateThatNobodySigned_NamesItAndWhatToInstall(CancellationToken cancellation)
    {
        await using var server = SelfSignedServer.Start();

        var error = await FailAsync(ToolBench.Pin(server.Address, ToolBench.Binary), cancellation, new FakeTimeProvider());

        Assert.That(error.Failure, Is.EqualTo(ToolFailure.Download));
        Assert.That(error.Message, Does.Contain("the server's certificate is not trusted: ").And.Not.Contain("inner exception"));
        Assert.That(error.Remedy, Does.StartWith("Install the authority that signed it on this machine").And.Contain("https://example.test/install"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ResolveAsync_ServerHangs_EndsAtTheDeadline(bool beforeTheHeaders, CancellationToken cancellation)
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ToolServer.StartAsync(async context =>
        {
            if (!beforeTheHeaders)
            {
                await context.Response.Body.WriteAsync(ToolBench.Binary.AsMemory(0, 10));
                await context.Response.Body.FlushAsync();
            }

            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var time = new FakeTimeProvider();
        var resolving = _bench.Resolver(time, TimeSpan.FromSeconds(60)).ResolveAsync(
            ToolBench.Pin(server.Address, ToolBench.Binary), allowDownload: true, cancellation);
        await hanging.Task.WaitAsync(cancellation);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(resolving.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<ToolException>(() => resolving);
        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.Deadline));
        Assert.That(error.Message, Does.Contain("within 60 s, the deadline of all downloads together"));
        Assert.That(error.Remedy, Does.Contain("--download-timeout"));
        Assert.That(_bench.CachedFiles(), Is.Empty);
    }

    [Test]
    public async Task ResolveAsync_SecondDownload_HasOnlyWhatTheFirstLeft(CancellationToken cancellation)
    {
        var time = new FakeTimeProvider();
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = await ToolServer.StartAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(40));
            return context.Response.Body.WriteAsync(ToolBench.Binary).AsTask();
        });
        await using var hung = await ToolServer.StartAsync(async context =>
        {
            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var resolver = _bench.Resolver(time, TimeSpan.FromSeconds(60));
        await resolver.ResolveAsync(ToolBench.Pin(slow.Address, ToolBench.Binary), allowDownload: true, cancellation);

        var second = resolver.ResolveAsync(ToolBench.Pin(hung.Address, [1, 2, 3]), allowDownload: true, cancellation);
        await hanging.Task.WaitAsync(cancellation);
        time.Advance(TimeSpan.FromSeconds(20));

        var error = await Assert.ThrowsAsync<ToolException>(() => second);
        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.Deadline));
    }

    [Test]
    public async Task ResolveAsync_CancelledByTheCaller_IsNotADeadline(CancellationToken cancellation)
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ToolServer.StartAsync(async context =>
        {
            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var resolving = _bench.Resolver().ResolveAsync(ToolBench.Pin(server.Address, ToolBench.Binary), allowDownload: true, caller.Token);
        await hanging.Task.WaitAsync(cancellation);

        await caller.CancelAsync();

        Assert.That(async () => await resolving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_bench.CachedFiles(), Is.Empty);
    }

    [Test]
    public async Task ResolveAsync_CacheFolderIsAFile_SaysSo(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(_bench.Cache, "", cancellation);

        var error = await Assert.ThrowsAsync<ToolException>(
            () => _bench.Resolver().ResolveAsync(ToolBench.Pin(new Uri("http://127.0.0.1:9/tool"), ToolBench.Binary), true, cancellation));

        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.Storage));
        Assert.That(error.Message, Does.Contain(_bench.Cache));
    }

    private async Task<ToolException> FailAsync(ToolPin pin, CancellationToken cancellation, TimeProvider? time = null)
    {
        var error = await Assert.ThrowsAsync<ToolException>(() => _bench.Resolver(time).ResolveAsync(pin, allowDownload: true, cancellation));
        Assert.That(_bench.CachedFiles(), Is.Empty, "nothing may be left of a refused download");
        return error!;
    }
}
