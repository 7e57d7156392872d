using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
public sealed class ExportOptionsTests
{
    private const string Url = "--export-url=https://receiver.example/api/v1/write";

    [TestCase("--export=otlp", Url)]
    [TestCase("--export=REMOTE-WRITE", Url, "--export-header=Authorization=env:TOKEN", "--export-header=X-Scope-OrgID=file:tenant.txt")]
    [TestCase("--export=otlp", "--export-url=http://[::1]:4318/v1/metrics", "--export-header=Authorization=exec:vault kv get -field=token receiver")]
    public void Problems_WhatBelongsTogether_HasNone(params string[] arguments) => Assert.That(() => Options(arguments), Throws.Nothing);

    [TestCase("--export and --export-url belong together", "--export=otlp")]
    [TestCase("--export and --export-url belong together", Url)]
    [TestCase("--export-header is for the receiver of --export", "--export-header=Authorization=env:TOKEN")]
    [TestCase("is not a URL such as", "--export=otlp", "--export-url=prometheus:9090")]
    [TestCase("is not a URL such as", "--export=otlp", "--export-url=file:///etc/passwd")]
    [TestCase("has more than a host and a path", "--export=otlp", "--export-url=https://user:of-the-test@receiver.example/v1/metrics")]
    [TestCase("has more than a host and a path", "--export=otlp", "--export-url=https://of-the-test@receiver.example/v1/metrics")]
    [TestCase("has more than a host and a path", "--export=otlp", "--export-url=https://receiver.example/v1/metrics?key=of-the-test")]
    [TestCase("--export-header takes a name and where the value is", "--export=otlp", Url, "--export-header=Authorization=Bearer of-the-test")]
    [TestCase("--export-header takes a name and where the value is", "--export=otlp", Url, "--export-header=Authorization: of-the-test")]
    [TestCase("--export-header takes a name and where the value is", "--export=otlp", Url, "--export-header=Authorization=basic:of-the-test")]
    public void Problems_WhatIsWrong_IsSaidWithoutRepeatingIt(string problem, params string[] arguments) => Assert.That(
        () => Options(arguments), Throws.TypeOf<UsageException>().With.Message.Contains(problem).And.Message.Not.Contains("of-the-test"));

    [Test]
    public void Split_CommandWithAnEqualsSign_StaysWhole() =>
        Assert.That(ExportOptions.Split("A=exec:get -f=x"), Is.EqualTo(("A", "exec:get -f=x")));

    private static OptionValues Options(string[] arguments) => new(CommandLine.Parse(arguments, _ => null, StageCatalog.Host.Targets), false);
}
