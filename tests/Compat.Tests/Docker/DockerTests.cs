using Cake.Core;
using Cake.Docker;

namespace Gauntlet.Compat.Tests.Docker;

internal sealed class DockerTests
{
    private AddinBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new AddinBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Render_Text_IsNameAndQuotedValueThenThePositionals()
    {
        _bench.Context.DockerSave(new DockerImageSaveSettings { Output = "my image.tar" }, "one:1", "two:2");

        Assert.That(_bench.Arguments, Is.EqualTo("save --output \"my image.tar\" one:1 two:2"));
    }

    [Test]
    public void Render_NoSettings_IsTheCommandAndThePositionals()
    {
        _bench.Context.DockerSave(null!, "one:1");

        Assert.That(_bench.Arguments, Is.EqualTo("save one:1"));
    }

    [Test]
    public void Render_SettingsOfTheToolItself_LeakIntoTheArguments()
    {
        _bench.Context.DockerSave(new DockerImageSaveSettings { ToolTimeout = TimeSpan.FromSeconds(30), NoWorkingDirectory = true }, "one:1");

        Assert.That(_bench.Arguments, Does.Contain("--tool-timeout 0h0m30s").And.Contain("--no-working-directory"));
    }

    [TestCase(true, ExpectedResult = "sample --flag")]
    [TestCase(false, ExpectedResult = "sample", TestName = "unlike Cake.Kubectl, false says nothing")]
    [TestCase(null, ExpectedResult = "sample")]
    public string Render_NullableFlag_IsTheFlagOnlyForTrue(bool? value) => Render(new SampleSettings { Flag = value });

    [Test]
    public void Render_List_RepeatsTheNameAndSkipsWhatIsEmpty() =>
        Assert.That(Render(new SampleSettings { Label = ["a=1", "", "b 2"] }), Is.EqualTo("sample --label \"a=1\" --label \"b 2\""));

    [Test]
    public void Render_NumberThatIsNotNullable_IsNeverRendered() =>
        Assert.That(Render(new SampleSettings { Last = 5, StopTimeout = 9 }), Is.EqualTo("sample --stop-timeout 9"));

    [Test]
    public void Render_AutoProperty_TakesItsFormat() =>
        Assert.That(Render(new SampleSettings { DisableContentTrust = true }), Is.EqualTo("sample --disable-content-trust=True"));

    [Test]
    public void Render_SecretProperty_IsHiddenWhereItIsLogged()
    {
        Render(new SampleSettings { Password = "hunter2" });

        Assert.That(_bench.Arguments, Is.EqualTo("sample --password \"hunter2\""));
        Assert.That(_bench.SafeArguments, Does.Contain("--password").And.Not.Contain("hunter2"));
    }

    [TestCase("info --format {{json .}}", ExpectedResult = "info  --format {{json .}}")]
    [TestCase("ps", ExpectedResult = "ps ")]
    [TestCase("network inspect kind", ExpectedResult = "network  inspect kind")]
    public string DockerCustomCommand_Text_KeepsTheSpaceAfterItsFirstWord(string command)
    {
        _bench.Context.DockerCustomCommand(command);

        return _bench.Arguments;
    }

    [Test]
    public void DockerCustomCommand_WithoutSettings_IsRefused() =>
        Assert.That(() => _bench.Context.DockerCustomCommand(null!, "ps"), Throws.ArgumentNullException);

    [Test]
    public void DockerSave_WithoutImages_IsRefused() => Assert.That(() => _bench.Context.DockerSave(null!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void DockerCustomCommand_Output_IsItsLines()
    {
        _bench.Output = ["one", "two"];

        Assert.That(_bench.Context.DockerCustomCommand("ps --all"), Is.EqualTo((string[])["one", "two"]));
    }

    [Test]
    public void DockerCustomCommand_ExitCode_IsAnError()
    {
        _bench.ExitCode = 125;

        Assert.That(() => _bench.Context.DockerCustomCommand("info"), Throws.TypeOf<CakeException>().With.Property("ExitCode").EqualTo(125));
    }

    [Test]
    public void Aliases_WithoutAContext_AreRefused() => Assert.That(() => DockerAliases.DockerCustomCommand(null!, "ps"), Throws.ArgumentNullException);

    [Test]
    public void Assembly_HasThePackagesName() => Assert.That(typeof(DockerAliases).Assembly.GetName().Name, Is.EqualTo("Cake.Docker"));

    private string Render(SampleSettings settings)
    {
        new GenericDockerRunner<SampleSettings>(
            _bench.Context.FileSystem, _bench.Context.Environment, _bench.Context.ProcessRunner, _bench.Context.Tools)
            .Run("sample", settings, []);
        return _bench.Arguments;
    }

    /// <summary>Members of each type that the package's own settings have.</summary>
    private sealed class SampleSettings : AutoToolSettings
    {
        public bool? Flag { get; set; }

        public string[]? Label { get; set; }

        public int Last { get; set; }

        public int? StopTimeout { get; set; }

        [AutoProperty(Format = "--{0}={1}")]
        public bool? DisableContentTrust { get; set; }

        public string? Password { get; set; }

        protected override string[]? CollectSecretProperties() => [nameof(Password)];
    }
}
