using System.Text;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.PullRequests.Tests.Text;

internal sealed class WorkflowTextTests
{
    private string _file = null!;

    [SetUp]
    public void CreateFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void Group_TitleWithLineBreak_StaysOneCommand() =>
        Assert.That(WorkflowCommands.Group("a\n::error::b 100%"), Is.EqualTo("::group::a%0A::error::b 100%25"));

    [Test]
    public void Mask_SecretOfSeveralLines_MasksEach() =>
        Assert.That(WorkflowCommands.Mask("one\r\ntwo\n\none"), Is.EqualTo(new[] { "::add-mask::one", "::add-mask::two" }));

    [Test]
    public void Foreign_TextWithCommands_StandsBetweenStopAndARandomResume()
    {
        var (one, other) = (new StringWriter(), new StringWriter());
        foreach (var output in new[] { one, other })
        {
            using (WorkflowCommands.Foreign(output))
            {
                output.WriteLine("::set-output name=x::y");
            }
        }

        var lines = one.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Does.StartWith("::stop-commands::gauntlet-"));
        Assert.That(lines[1], Is.EqualTo("::set-output name=x::y"));
        Assert.That(lines[2], Is.EqualTo($"::{lines[0]["::stop-commands::".Length..]}::"));
        Assert.That(other.ToString(), Is.Not.EqualTo(one.ToString()));
    }

    [Test]
    public void Render_MoreThanTenOfALevel_SaysHowManyAreLeft()
    {
        var annotations = new AnnotationSet();
        for (var i = 0; i < 25; i++)
        {
            annotations.Add(new Annotation(AnnotationLevel.Error, "threshold", $"number {i}"));
        }

        annotations.Add(new Annotation(AnnotationLevel.Warning, "a:b,c", "one\ntwo", "manifests/foo.yaml", 3));

        var lines = annotations.Render();
        Assert.That(lines.Count(line => line.StartsWith("::error", StringComparison.Ordinal)), Is.EqualTo(10));
        Assert.That(lines[9], Does.Contain("16 more"));
        Assert.That(lines[10], Is.EqualTo("::warning file=manifests/foo.yaml,line=3,title=a%3Ab%2Cc::one%0Atwo"));
    }

    [Test]
    public void EnvironmentFile_ValueThatImitatesAnEnd_CannotAddAName()
    {
        EnvironmentFile.Append(_file, "verdict", "pass\nEOF\nPATH=/evil");

        var lines = File.ReadAllLines(_file);
        Assert.That(lines[0], Does.Match("^verdict<<gauntlet-[0-9a-f]{32}$"));
        Assert.That(lines[^1], Is.EqualTo(lines[0]["verdict<<".Length..]));
        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That(File.ReadAllBytes(_file)[0], Is.EqualTo((byte)'v'), "no byte order mark");
    }

    [Test]
    public void EnvironmentFile_NameWithALineBreak_IsRefused() =>
        Assert.That(() => EnvironmentFile.Append(_file, "a\nb", "c"), Throws.ArgumentException);

    [Test]
    public void JobSummary_LongerThanGitHubTakes_StaysBelowTheLimitAndThenTakesNoMore()
    {
        var paragraphs = string.Join("\n\n", Enumerable.Repeat("Straße 🙂 of many words that fill the page", 60_000));

        Assert.That(JobSummary.Append(_file, paragraphs), Is.True);
        Assert.That(Encoding.UTF8.GetByteCount(paragraphs), Is.GreaterThan(JobSummary.MaxBytes));
        Assert.That(new FileInfo(_file).Length, Is.LessThan(JobSummary.MaxBytes).And.GreaterThan(JobSummary.MaxBytes - 2048));
        Assert.That(JobSummary.Append(_file, new string('x', 4096)) && new FileInfo(_file).Length >= JobSummary.MaxBytes, Is.False);
    }
}
