using Cake.Common;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Compat.Tests.Frosting;

internal sealed class CommandLineTests
{
    private HostBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new HostBench().Tasks(typeof(ArgumentsSample));

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Arguments_NoTarget_HoldDefaultAsTheTarget()
    {
        _bench.Run();

        Assert.That(_bench.Journal.Lines, Has.Some.EqualTo("target=Default"));
    }

    [Test]
    public void Arguments_SeveralTargets_HoldThemAll()
    {
        _bench.Run("--target=Default", "--Target", "Default");

        Assert.That(_bench.Journal.Lines.Count(line => line == "target=Default"), Is.EqualTo(2));
    }

    [Test]
    public void Arguments_UnknownOptions_AreSeenWithoutDashesAndKnownOnesAreNot()
    {
        _bench.Run("--name=value", "--other", "next", "--verbosity=quiet", "--exclusive", "--flag");

        Assert.That(_bench.Journal.Lines, Is.SupersetOf((string[])["name=value", "other=next", "flag="]));
        Assert.That(_bench.Journal.Lines, Has.None.StartsWith("verbosity").And.None.StartsWith("exclusive"));
    }

    [Test]
    public void Arguments_RepeatedOption_KeepsAllValuesAndArgumentTakesTheLast()
    {
        _bench.Run("--name=one", "--name=two");

        Assert.That(_bench.Journal.Lines, Is.SupersetOf((string[])["name=one", "name=two", "Argument(name)=two"]));
    }

    [Test]
    public void HasArgument_BareFlagInAnyCase_IsTrueWhileArgumentAnswersTheDefault()
    {
        _bench.Run("--NAME");

        Assert.That(_bench.Journal.Lines, Is.SupersetOf((string[])["HasArgument(name)=True", "Argument(name)=none"]));
    }

    [TestCase("q", Verbosity.Quiet)]
    [TestCase("Minimal", Verbosity.Minimal)]
    [TestCase("NORMAL", Verbosity.Normal)]
    [TestCase("v", Verbosity.Verbose)]
    [TestCase("diagnostic", Verbosity.Diagnostic)]
    public void Verbosity_EachSpelling_IsUnderstood(string spelling, Verbosity expected)
    {
        Assert.That(_bench.Run("-v", spelling), Is.Zero);
        Assert.That(_bench.Log.Verbosity, Is.EqualTo(expected));
    }

    [TestCase(null, ExpectedResult = Verbosity.Minimal)]
    [TestCase("--verbosity=quiet", ExpectedResult = Verbosity.Quiet)]
    public Verbosity Verbosity_OfCakeConfig_HoldsWhereTheCommandLineHasNone(string? argument) =>
        WithConfig("[Settings]\nVerbosity=Minimal\n", () =>
        {
            _bench.Run(argument is null ? [] : [argument]);
            return _bench.Log.Verbosity;
        });

    [Test]
    public void NoReport_IsAnOptionOfTheHostAndNoArgument()
    {
        Assert.That(_bench.Run("--no-report"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Has.None.Contains("no-report"));
    }

    [Test]
    public void ToolInstallers_AreThoseOfCakesModules()
    {
        IServiceCollection? services = null;
        _bench.With(host => host.ConfigureServices(registered => services = registered));

        Assert.That(services!.Count(service => service.ServiceType == typeof(IPackageInstaller)), Is.EqualTo(2), "NuGet's and .NET's");
    }

    // The parser answers for these, before a task could be built.
    [TestCase("--verbosity=loud", Description = "no such verbosity")]
    [TestCase("positional", Description = "a bare word")]
    public void Run_CommandLineThatCannotBeParsed_IsMinusOneAndRunsNothing(string argument)
    {
        Assert.That(_bench.Run(argument), Is.EqualTo(-1));
        Assert.That(_bench.Journal.Lines, Is.Empty);
    }

    [TestCase("--help")]
    [TestCase("--version")]
    [TestCase("--info")]
    public void Run_Information_IsZeroAndBuildsNothing(string option)
    {
        Assert.That(_bench.Tasks(typeof(UnbuildableSample)).Run(option), Is.Zero);
        Assert.That(_bench.Log.Lines, Is.Empty);
    }

    [Test]
    public void Working_MissingFolder_IsAnError()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.That(_bench.Run("--working", folder), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.EqualTo($"Error: Error: The working directory '{folder}' does not exist."));
        Assert.That(_bench.Journal.Lines, Is.Empty);
    }

    [Test]
    public void Working_OfTheCommandLine_BeatsTheHosts()
    {
        var (asked, configured) = (Directory.CreateTempSubdirectory("compat-"), Directory.CreateTempSubdirectory("compat-"));
        try
        {
            _bench.With(host => host.UseWorkingDirectory(configured.FullName)).Run("--working", asked.FullName);

            Assert.That(_bench.Journal.Lines, Has.Some.EqualTo("in " + asked.FullName));
        }
        finally
        {
            _bench.Dispose();
            asked.Delete();
            configured.Delete();
        }
    }

    [Test]
    public void Configuration_CakeConfigOfTheWorkingDirectory_IsRead() =>
        WithConfig("[Sample]\nSetting=from the file\n", () =>
        {
            _bench.Run();

            Assert.That(_bench.Journal.Lines, Has.Some.EqualTo("Sample_Setting=from the file"));
            return 0;
        });

    private T WithConfig<T>(string text, Func<T> run)
    {
        var folder = Directory.CreateTempSubdirectory("compat-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "cake.config"), text);
            _bench.With(host => host.UseWorkingDirectory(folder.FullName));
            return run();
        }
        finally
        {
            _bench.Dispose();
            folder.Delete(recursive: true);
        }
    }

#pragma warning disable CA1812 // Avoid uninstantiated internal classes: dependency injection makes them.

    [TaskName("Default")]
    private sealed class ArgumentsSample(Journal journal, ICakeConfiguration configuration) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            foreach (var (key, values) in context.Arguments.GetArguments())
            {
                foreach (var value in values)
                {
                    journal.Add($"{key}={value}");
                }
            }

            journal.Add($"HasArgument(name)={context.HasArgument("name")}");
            journal.Add($"Argument(name)={context.Argument("name", "none")}");
            journal.Add("in " + context.Environment.WorkingDirectory.FullPath);
            journal.Add("Sample_Setting=" + configuration.GetValue("Sample_Setting"));
        }
    }

    private sealed class UnbuildableSample : FrostingTask
    {
        public UnbuildableSample() => throw new InvalidOperationException("must not be built");
    }
}
