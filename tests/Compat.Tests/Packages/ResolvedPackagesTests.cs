namespace Gauntlet.Compat.Tests.Packages;

/// <summary>
/// Every machine restores the same packages, to the byte. Lock files cannot say so: their closure differs between the real Cake packages and the stand-ins.
/// </summary>
internal sealed class ResolvedPackagesTests
{
    private const string Head = """
        # What every machine restores: package, version, SHA-512 of its content; without what only a Cake package brings along.
        # GAUNTLET_WRITE_DOCS=1 dotnet test tests/Compat.Tests --filter ResolvedPackages writes it anew, after a restore of the solution.

        """;

    [Test]
    public void Restore_EveryProject_HasTheRecordedPackages()
    {
        var found = ResolvedPackages.Read(out var complete);
        if (complete && Environment.GetEnvironmentVariable("GAUNTLET_WRITE_DOCS") == "1")
        {
            File.WriteAllText(ResolvedPackages.File, Head + string.Join('\n', found) + "\n");
        }

        Assert.That(found.Except(ResolvedPackages.Recorded), Is.Empty, "not in compat/resolved.txt, which CONTRIBUTING.md says how to write anew");
        Assert.That(complete ? ResolvedPackages.Recorded.Except(found) : [], Is.Empty, "in compat/resolved.txt, and restored by no project");
    }

    [Test]
    public void Recorded_EachPackage_HasOneVersion() =>
        Assert.That(
            ResolvedPackages.Recorded.GroupBy(package => package.Id).Where(versions => versions.Count() > 1).Select(versions => versions.Key),
            Is.Empty);
}
