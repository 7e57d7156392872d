using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.PipelineHarness;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Tests.Clusters;

[TestFixture]
[Platform("Linux")]
public sealed class HeaderValuesTests
{
    private ProjectCopy _copy = null!;
    private SecretMask _mask = null!;
    private StageBench _bench = null!;

    private HeaderValues Values
    {
        get
        {
            var environment = new HostEnvironment(
                new Dictionary<string, string> { ["TOKEN"] = "from a variable", ["TWO"] = "a\nb", ["PATH"] = _copy.Tools + ":/usr/bin:/bin" },
                AppContext.BaseDirectory);
            var paths = BuildPaths.Find(_copy.Root, environment);
            var runner = new SupervisedProcessRunner(
                new ProjectEnvironment(environment, new CakePlatform(), new CakeRuntime()), _bench.Scope, _bench.Journal,
                    _mask, new Orphans(_copy.PathOf("children")), _bench.CakeLog, _bench.Time);
            return new HeaderValues(new Secrets(environment, paths, runner, _mask));
        }
    }

    [SetUp]
    public void CreateFolder()
    {
        (_copy, _mask, _bench) = (ProjectCopy.Create(), new SecretMask(_ => null), new StageBench("--verbosity=diagnostic"));
        File.WriteAllText(_copy.PathOf("token"), "from a file\n");
        _copy.AddTool("vault", "echo \"from a command with $*\"\n");
        _copy.AddTool("broken", "echo a-secret-of-a-broken-command; echo 'permission denied' >&2; exit 2\n");
    }

    [TearDown]
    public async Task DeleteFolder()
    {
        _bench.Dispose();
        await _copy.DisposeAsync();
    }

    [TestCase("plain", "plain")]
    [TestCase("", "")]
    [TestCase("env:TOKEN", "from a variable")]
    [TestCase("file:token", "from a file")]
    [TestCase("exec:vault kv get -field=token secret/api", "from a command with kv get -field=token secret/api")]
    public void Value_OfWhatAManifestHas_IsReadWhereItSays(string written, string value)
    {
        Assert.That(Values.Problems([Route(written)]), Is.Empty);
        Assert.That(Values.Value(written), Is.EqualTo(value));
        Assert.That(_mask.Apply($"[{value}]"), Is.EqualTo(Gauntlet.Workloads.Routing.Route.IsReference(written) ? "[***]" : $"[{value}]"));
        Assert.That(_bench.Terminal.Output, Does.Not.Contain("from a"));
    }

    [TestCase("env:NOBODY", "the environment variable NOBODY holds no line")]
    [TestCase("env:TWO", "the environment variable TWO holds no line")]
    [TestCase("file:no/such/file", "the file no/such/file cannot be read")]
    [TestCase("exec:nobody has this", "the command nobody is not on PATH")]
    public void Problems_ReferenceToNothing_AreUsageAndSaidBeforeTheRun(string written, string problem)
    {
        Assert.That(Values.Problems([Route(written)]).Single(),
            Does.StartWith("The header Authorization of the route 'foo' cannot be sent: ").And.Contain(problem));
        Assert.That(() => Values.Value(written), Throws.TypeOf<StageException>().With.Property(nameof(StageException.Outcome)).EqualTo(StageOutcome.Usage));
    }

    [Test]
    public void Value_CommandThatFails_IsUsageAndItsOutputIsNowhere()
    {
        Assert.That(Values.Problems([Route("exec:broken")]), Is.Empty, "a command is not run before its value is needed");
        Assert.That(() => Values.Value("exec:broken"), Throws.TypeOf<StageException>()
            .With.Message.EqualTo("A header cannot be sent: the command broken ended with 2."));
        Assert.That(_bench.Terminal.Output, Does.Not.Contain("a-secret"));
        Assert.That(_bench.Journal.FailedSince(0)!.Output, Is.EqualTo(new[] { "permission denied" }));
    }

    [Test]
    public void Value_FileThatIsReplacedMeanwhile_IsReadOnce()
    {
        File.Delete(_copy.PathOf("token"));
        Assert.That(() => Values.Value("file:token"), Throws.TypeOf<StageException>());
        File.WriteAllText(_copy.PathOf("token"), "another value");
        Assert.That(Values.Value("file:token"), Is.EqualTo("another value"));
    }

    private static Route Route(string written) =>
        new("foo", "foo.localhost", "/", "default/foo", 200, null) { Headers = new Dictionary<string, string> { ["Authorization"] = written } };
}
