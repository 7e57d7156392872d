using Gauntlet.Build.Hosting;

namespace Gauntlet.Build.Tests.Hosting;

public sealed class GitHeadTests
{
    private const string Commit = "a0164eb407a1f3d2a0164eb407a1f3d2a0164eb4";

    private string _root = null!;

    [SetUp]
    public void CreateFolder() => _root = Directory.CreateTempSubdirectory("gauntlet-head-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Read_Branch_NamesItAndItsCommit()
    {
        Write(".git/HEAD", "ref: refs/heads/feature/quiet\n");
        Write(".git/refs/heads/feature/quiet", Commit + "\n");

        Assert.That(GitHead.Read(_root), Is.EqualTo(new GitHead(Commit, "feature/quiet")));
    }

    [Test]
    public void Read_PackedBranch_NamesItsCommit()
    {
        Write(".git/HEAD", "ref: refs/heads/main");
        Write(".git/packed-refs", $"# pack-refs with: peeled fully-peeled sorted\n{Commit} refs/heads/main\n");

        Assert.That(GitHead.Read(_root), Is.EqualTo(new GitHead(Commit, "main")));
    }

    [Test]
    public void Read_DetachedHead_HasNoBranch()
    {
        Write(".git/HEAD", Commit);

        Assert.That(GitHead.Read(_root), Is.EqualTo(new GitHead(Commit, null)));
    }

    [Test]
    public void Read_Worktree_LooksInTheRepositoryItBelongsTo()
    {
        Write("tree/.git", "gitdir: ../main/.git/worktrees/tree\n");
        Write("main/.git/worktrees/tree/HEAD", "ref: refs/heads/side");
        Write("main/.git/worktrees/tree/commondir", "../..");
        Write("main/.git/refs/heads/side", Commit);

        Assert.That(GitHead.Read(Path.Combine(_root, "tree")), Is.EqualTo(new GitHead(Commit, "side")));
    }

    [TestCase("ref: refs/heads/main", "main")]
    [TestCase("not a head", null)]
    public void Read_NoCommit_IsNull(string head, string? branch)
    {
        Write(".git/HEAD", head);

        Assert.That(GitHead.Read(_root), Is.EqualTo(new GitHead(null, branch)));
    }

    [Test]
    public void Read_NoCheckout_IsNull() => Assert.That(GitHead.Read(_root), Is.EqualTo(new GitHead(null, null)));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
