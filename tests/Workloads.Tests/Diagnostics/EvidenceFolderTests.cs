using Gauntlet.Workloads.Diagnostics;

namespace Gauntlet.Workloads.Tests.Diagnostics;

public sealed class EvidenceFolderTests
{
    [Test]
    public void Seal_FilesOfOthers_AreRedactedAndListed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("cluster/kubelet.log", "token: abcdef0123456789\nready\n");

        var summary = EvidenceFolder.Seal(folder.Path, new DiagnosticsOptions(), ["logs of echo/foo: gone"]);

        Assert.That(File.ReadAllText(file), Is.EqualTo("token: (redacted)\nready\n"));
        var index = File.ReadAllText(Path.Combine(folder.Path, EvidenceFolder.Index));
        Assert.That(index, Does.Contain("cluster/kubelet.log").And.Contain("logs of echo/foo: gone"));
        Assert.That((summary.Files, summary.Bytes), Is.EqualTo((2, SizeOf(folder))));
    }

    [Test]
    public void Seal_TooMuch_KeepsTheEndsWithinTheBoundAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line} of a long log\n"));
        var files = Enumerable.Range(0, 8).Select(number => folder.Write($"{number}.log", lines)).ToList();
        folder.Write("first-cause.txt", "the cause\n");

        var summary = EvidenceFolder.Seal(folder.Path, new DiagnosticsOptions { MostBytes = 1_000_000 }, []);

        Assert.That(SizeOf(folder), Is.LessThanOrEqualTo(1_000_000).And.EqualTo(summary.Bytes));
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "first-cause.txt")), Is.EqualTo("the cause\n"));
        Assert.That(summary.Cut, Is.Not.Empty);
        Assert.That(files.Where(File.Exists).Select(file => File.ReadLines(file).Last()), Is.Not.Empty.And.All.EqualTo("line 19999 of a long log"));
    }

    [Test]
    public void Seal_FileThatIsNoText_IsRemovedAndListed()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "image.tar");
        File.WriteAllBytes(file, [1, 0, 2]);

        var summary = EvidenceFolder.Seal(folder.Path, new DiagnosticsOptions(), []);

        Assert.That(File.Exists(file), Is.False);
        Assert.That(summary.Cut.Single(), Does.Contain("image.tar"));
    }

    [Test]
    public void Seal_Link_IsRemovedAndItsTargetIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        var target = outside.Write("theirs.txt", "password: hunter22\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.log"), target);

        EvidenceFolder.Seal(folder.Path, new DiagnosticsOptions(), []);

        Assert.That(File.ReadAllText(target), Is.EqualTo("password: hunter22\n"));
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EqualTo(new[] { EvidenceFolder.Index }));
    }

    private static long SizeOf(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
