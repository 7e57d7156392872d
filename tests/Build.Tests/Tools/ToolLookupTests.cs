using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

[CancelAfter(20_000)]
internal sealed class ToolLookupTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/tool");

    private ToolBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new ToolBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task ResolveAsync_OnPath_IsUsedAndItsVersionRecorded(CancellationToken cancellation)
    {
        var path = _bench.PutOnPath();
        _bench.Answer = "tool v1.2.9 go1.26.1 linux/amd64";

        var tool = await _bench.Resolver().ResolveAsync(ToolBench.Pin(Nowhere, [1]), allowDownload: true, cancellation);

        Assert.That(tool, Is.EqualTo(new ResolvedTool("tool", path, "1.2.9", ToolSource.Path, null) { Sha256 = ToolFile.Hash(path) }));
    }

    [Test]
    public void Find_OnPathOfAnotherMinorVersion_Warns()
    {
        _bench.PutOnPath();
        _bench.Answer = "tool v1.3.0";

        var tool = _bench.Resolver().Find(ToolBench.Pin(Nowhere, [1]));

        Assert.That(tool!.Warning, Is.EqualTo("tool on PATH is 1.3.0; the pipeline is tested with 1.2.3."));
    }

    [Test]
    public void Find_OnPathWithoutAVersion_IsUsedAsUnknownAndWarns()
    {
        _bench.PutOnPath();
        _bench.Answer = "";

        var tool = _bench.Resolver().Find(ToolBench.Pin(Nowhere, [1]));

        Assert.That(tool!.Version, Is.EqualTo("unknown"));
        Assert.That(tool.Warning, Does.Contain("does not tell its version"));
    }

    [Test]
    public void Find_OnPathOfARefusedVersion_IsRefused()
    {
        var path = _bench.PutOnPath();
        _bench.Answer = "Version: 6.6.6";

        var error = Assert.Throws<ToolException>(() => _bench.Resolver().Find(ToolBench.Pin(Nowhere, [1])));

        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.Refused));
        Assert.That(error.Message, Is.EqualTo($"{path} is tool 6.6.6, which must not run: it was tampered with."));
    }

    [Test]
    public void Find_OnPathThatIsThePinnedFile_IsNotRunForItsVersion()
    {
        var path = _bench.PutOnPath();

        var tool = _bench.Resolver().Find(ToolBench.Pin(Nowhere, ToolBench.Binary));

        Assert.That(tool, Is.EqualTo(new ResolvedTool("tool", path, "1.2.3", ToolSource.Path, null) { Sha256 = ToolFile.Hash(path) }));
        Assert.That(_bench.Asked, Is.Empty);
    }

    /// <summary>On both sides of the end of what is read at once.</summary>
    [TestCase(0)]
    [TestCase((1024 * 1024) - 3)]
    [TestCase(3_000_000)]
    public void Find_OnPathThatHoldsARefusedVersion_IsRefusedWithoutBeingRun(int before)
    {
        var path = _bench.PutOnPath([.. new byte[before], .. "6.6.6"u8]);

        var error = Assert.Throws<ToolException>(() => _bench.Resolver().Find(ToolBench.Pin(Nowhere, ToolBench.Binary)));

        Assert.That(error!.Message, Is.EqualTo($"{path}, by what stands in it, is tool 6.6.6, which must not run: it was tampered with."));
        Assert.That(_bench.Asked, Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Find_FileOnPathIsNotExecutable_IsPassedOver()
    {
        _bench.PutOnPath(executable: false);

        Assert.That(_bench.Resolver().Find(ToolBench.Pin(Nowhere, ToolBench.Binary)), Is.Null);
    }

    [Test]
    public async Task ResolveAsync_SecondTime_ComesFromTheCacheWithoutARequest(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(ToolBench.Binary);
        var pin = ToolBench.Pin(server.Address, ToolBench.Binary);
        var first = await _bench.Resolver().ResolveAsync(pin, allowDownload: true, cancellation);

        var second = await _bench.Resolver().ResolveAsync(pin, allowDownload: false, cancellation);

        Assert.That(second, Is.EqualTo(first with { Source = ToolSource.Cache }));
        Assert.That(server.Requests, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task ResolveAsync_CacheEntryDamaged_IsDownloadedAgain(bool archived, CancellationToken cancellation)
    {
        var content = archived ? ToolBench.Archive(("tool", ToolBench.Binary)) : ToolBench.Binary;
        await using var server = await ToolServer.StartAsync(content);
        var pin = ToolBench.Pin(server.Address, content, archived ? "tool" : null);
        var first = await _bench.Resolver().ResolveAsync(pin, allowDownload: true, cancellation);
        await File.AppendAllTextAsync(first.Path, "x", cancellation);

        Assert.That(_bench.Resolver().Find(pin), Is.Null);
        var second = await _bench.Resolver().ResolveAsync(pin, allowDownload: true, cancellation);

        Assert.That(second.Source, Is.EqualTo(ToolSource.Download));
        Assert.That(File.ReadAllBytes(second.Path), Is.EqualTo(ToolBench.Binary));
        Assert.That(server.Requests, Is.EqualTo(2));
    }

    [TestCase("tool")]
    [TestCase("archive")]
    public async Task Find_ToolOfAnArchiveThatWasReplacedWithAllThatLiesBesideIt_IsNotBelieved(string replaced, CancellationToken cancellation)
    {
        byte[] another = [.. ToolBench.Binary, 1];
        var archive = ToolBench.Archive(("tool", ToolBench.Binary));
        await using var server = await ToolServer.StartAsync(archive);
        var pin = ToolBench.Pin(server.Address, archive, "tool");
        var tool = await _bench.Resolver().ResolveAsync(pin, allowDownload: true, cancellation);
        await File.WriteAllBytesAsync(tool.Path, another, cancellation);
        await File.WriteAllTextAsync(tool.Path + ".sha256", ToolBench.Sha256(another), cancellation);
        if (replaced == "archive")
        {
            await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(tool.Path)!, "archive"), ToolBench.Archive(("tool", another)), cancellation);
        }

        Assert.That(_bench.Resolver().Find(pin), Is.Null);
    }

    [Test]
    public async Task ResolveAsync_CorrectedPin_NeverMeetsTheOldEntry(CancellationToken cancellation)
    {
        await using var old = await ToolServer.StartAsync([1, 2, 3]);
        await using var corrected = await ToolServer.StartAsync(ToolBench.Binary);
        await _bench.Resolver().ResolveAsync(ToolBench.Pin(old.Address, [1, 2, 3]), allowDownload: true, cancellation);

        var tool = await _bench.Resolver().ResolveAsync(ToolBench.Pin(corrected.Address, ToolBench.Binary), allowDownload: true, cancellation);

        Assert.That(File.ReadAllBytes(tool.Path), Is.EqualTo(ToolBench.Binary));
    }

    [Test]
    public async Task ResolveAsync_TwoAtOnce_BothGetAWholeTool(CancellationToken cancellation)
    {
        var bothAsked = new CountdownEvent(2);
        await using var server = await ToolServer.StartAsync(context =>
        {
            bothAsked.Signal();
            bothAsked.Wait(context.RequestAborted);
            return context.Response.Body.WriteAsync(ToolBench.Binary).AsTask();
        });
        var pin = ToolBench.Pin(server.Address, ToolBench.Binary);

        var tools = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => _bench.Resolver().ResolveAsync(pin, allowDownload: true, cancellation), cancellation)));

        Assert.That(tools.Select(tool => File.ReadAllBytes(tool.Path)), Is.All.EqualTo(ToolBench.Binary));
        Assert.That(_bench.CachedFiles(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task ResolveAsync_NowhereAndNoDownload_SaysWhichTargetDownloads()
    {
        var error = await Assert.ThrowsAsync<ToolException>(
            () => _bench.Resolver().ResolveAsync(ToolBench.Pin(Nowhere, ToolBench.Binary), allowDownload: false, default));

        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.NotFound));
        Assert.That(error.Remedy, Does.StartWith("Run --target=Validate"));
    }

    [Test]
    public async Task ResolveAsync_PlatformWithoutAPin_SaysToInstallTheTool()
    {
        var resolver = _bench.Resolver(platform: "plan9-mips");

        var error = await Assert.ThrowsAsync<ToolException>(
            () => resolver.ResolveAsync(ToolBench.Pin(Nowhere, ToolBench.Binary), allowDownload: true, default));

        Assert.That(error!.Failure, Is.EqualTo(ToolFailure.Unpinned));
        Assert.That(error.Message, Does.Contain("plan9-mips").And.Contain(ToolBench.Platform));
        Assert.That(error.Remedy, Is.EqualTo("Install tool 1.2.3 and put it on PATH: https://example.test/install"));
    }
}
