using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>The boundary to the disk.</summary>
[TestFixture]
public sealed class FilesTests
{
    private static IEnumerable<Exception> OfTheDisk =>
        [new IOException("No space left on device : 'a'"), new UnauthorizedAccessException("Access to the path 'a' is denied.")];

    [TestCaseSource(nameof(OfTheDisk))]
    public void Use_DiskThatDoesNotTakeIt_IsInfrastructure(Exception exception)
    {
        var error = Assert.Throws<StageException>(() => Files.Use(() => throw exception));

        Assert.That((error!.Outcome, error.Message), Is.EqualTo((StageOutcome.Infrastructure, "A file could not be read or written: " + exception.Message)));
        Assert.That(error.Remedy, Does.Contain("free space"));
    }

    [TestCaseSource(nameof(OfTheDisk))]
    public void UseAsync_DiskThatDoesNotTakeIt_IsInfrastructure(Exception exception) =>
        Assert.That(() => Files.UseAsync(() => Task.FromException<int>(exception)), Throws.TypeOf<StageException>());

    [Test]
    public void Use_AnotherFailure_IsNotOfTheDisk() =>
        Assert.That(() => Files.Use(() => throw new InvalidOperationException()), Throws.InvalidOperationException);
}
