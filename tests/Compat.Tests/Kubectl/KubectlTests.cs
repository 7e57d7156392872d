using Cake.Core;
using Cake.Core.IO;
using Cake.Kubectl;

namespace Gauntlet.Compat.Tests.Kubectl;

internal sealed class KubectlTests
{
    private AddinBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new AddinBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Render_NoSettings_IsTheCommandAlone()
    {
        _bench.Context.KubectlApply(null!);

        Assert.That(_bench.Arguments, Is.EqualTo("apply"));
    }

    [Test]
    public void Render_Text_IsKebabNameSpaceQuotedValue()
    {
        _bench.Context.KubectlApply(new KubectlApplySettings { FieldManager = "gauntlet", Filename = "my manifests" });

        Assert.That(_bench.Arguments, Does.StartWith("apply ").And.Contain("--field-manager \"gauntlet\"").And.Contain("--filename \"my manifests\""));
    }

    [Test]
    public void Render_EmptyText_IsLeftOut()
    {
        _bench.Context.KubectlApply(new KubectlApplySettings { Filename = "" });

        Assert.That(_bench.Arguments, Is.EqualTo("apply"));
    }

    // The trap of this package: asking for false says the opposite.
    [TestCase(true)]
    [TestCase(false)]
    public void Render_NullableFlagWithAValue_IsTheFlagEvenForFalse(bool value)
    {
        _bench.Context.KubectlApply(new KubectlApplySettings { Wait = value });

        Assert.That(_bench.Arguments, Is.EqualTo("apply --wait"));
    }

    [Test]
    public void Render_Number_IsNameSpaceValue()
    {
        _bench.Context.KubectlApply(new KubectlApplySettings { GracePeriod = 0 });

        Assert.That(_bench.Arguments, Is.EqualTo("apply --grace-period 0"));
    }

    // Members of every tool's settings that no kubectl knows: they leak, so nobody may set them.
    [Test]
    public void Render_SettingsOfTheToolItself_LeakIntoTheArguments()
    {
        _bench.Context.KubectlApply(new KubectlApplySettings { ToolTimeout = TimeSpan.FromSeconds(30), NoWorkingDirectory = true });

        Assert.That(_bench.Arguments, Does.Contain("--tool-timeout 0h0m30s").And.Contain("--no-working-directory"));
    }

    [Test]
    public void Render_Additional_ComesLastAsItIsAndTheCustomizationsResultCounts()
    {
        var runner = new GenericRunner<KubectlApplySettings>(
            _bench.Context.FileSystem, _bench.Context.Environment, _bench.Context.ProcessRunner, _bench.Context.Tools);

        runner.Run(
            "rollout status",
            new KubectlApplySettings
            {
                Timeout = "60s",
                ArgumentCustomization = arguments => new ProcessArgumentBuilder().Append("--context kind").Append(arguments.Render()),
            },
            ["deployment/web", "-n ns"]);

        Assert.That(_bench.Arguments, Is.EqualTo("--context kind rollout status --timeout \"60s\" deployment/web -n ns"));
    }

    [Test]
    public void Run_ExitCode_IsAnErrorThatNamesIt()
    {
        _bench.ExitCode = 7;

        Assert.That(
            () => _bench.Context.KubectlApply(new KubectlApplySettings()),
            Throws.TypeOf<CakeException>().With.Message.EqualTo("Kubectl: Process returned an error (exit code 7).").And.Property("ExitCode").EqualTo(7));
    }

    [Test]
    public void Run_HandledExitCode_IsNone()
    {
        _bench.ExitCode = 7;

        Assert.That(() => _bench.Context.KubectlApply(new KubectlApplySettings { HandleExitCode = code => code == 7 }), Throws.Nothing);
    }

    [Test]
    public void RunWithResult_Output_IsItsLinesAndOnlyStandardOutputIsRedirected()
    {
        _bench.Output = ["one", "two"];

        Assert.That(_bench.Context.KubectlApplyWithResult(new KubectlApplySettings()), Is.EqualTo((string[])["one", "two"]));
        Assert.That(_bench.Settings!.RedirectStandardOutput);
        Assert.That(_bench.Settings.RedirectStandardError, Is.False);
    }

    [Test]
    public void RunWithResult_ExitCode_IsAnErrorAndHandleExitCodeIsIgnored()
    {
        _bench.ExitCode = 7;

        Assert.That(() => _bench.Context.KubectlApplyWithResult(new KubectlApplySettings { HandleExitCode = _ => true }), Throws.TypeOf<CakeException>());
    }

    [Test]
    public void RunWithResult_PostAction_IsIgnored()
    {
        var called = false;

        _ = _bench.Context.KubectlApplyWithResult(new KubectlApplySettings { PostAction = _ => called = true });

        Assert.That(called, Is.False);
    }

    [Test]
    public void Aliases_WithoutAContext_AreRefused() =>
        Assert.That(() => KubectlAliases.KubectlApply(null!, new KubectlApplySettings()), Throws.ArgumentNullException);

    [Test]
    public void Assembly_HasThePackagesName() => Assert.That(typeof(KubectlAliases).Assembly.GetName().Name, Is.EqualTo("Cake.Kubectl"));
}
