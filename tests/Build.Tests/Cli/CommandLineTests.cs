using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed class CommandLineTests
{
    [TestCase("Full", "Write --target=Full")]
    [TestCase("full", "Write --target=Full")]
    [TestCase("--keep-cluster Test", "Write --target=Test")]
    [TestCase("--EXCLUSIVE", "did you mean '--exclusive'?")]
    [TestCase("--target=", "--target needs a value")]
    [TestCase("--target", "--target needs a value")]
    [TestCase("--target --tree", "--target needs a value")]
    [TestCase("--target=Ful", "did you mean 'Full'?")]
    [TestCase("-t Deplyo", "did you mean 'Deploy'?")]
    [TestCase("--thresold=x", "did you mean '--threshold'?")]
    [TestCase("--tree=yes", "--tree takes no value")]
    [TestCase("--keep-cluster=true", "--keep-cluster takes no value")]
    [TestCase("--verbosity=loud", "is not one of quiet")]
    [TestCase("--working=/no/such/folder", "does not exist")]
    [TestCase("--http-port=0", "is not a whole number from 1 to 65535")]
    [TestCase("--http-port=http", "is not a whole number")]
    [TestCase("--rate=-1", "is not a number")]
    [TestCase("--rate=NaN", "is not a number")]
    [TestCase("--http-port=70000", "the nearest is 65535")]
    [TestCase("--rate=0", "the nearest is 0.001")]
    [TestCase("--connections=1.5", "the nearest is 2.")]
    [TestCase("--connections=1e9", "the nearest is 100000.")]
    [TestCase("-x", "There is no option -x. --help lists them.")]
    [TestCase("--thread=4", "did you mean '--threads'?")]
    [TestCase("--duration=fortnight", "is not a duration")]
    [TestCase("--duration=15", "did you mean '15s'?")]
    [TestCase("--stages=0s:5", "the stage '0s:5' is not")]
    [TestCase("--stages=5s:0", "never leaves a rate of 0")]
    [TestCase("--stages=20h:1,5h:1", "is longer than 24h")]
    [TestCase("--warm-up=soon", "is neither a duration (3s) nor a number")]
    [TestCase("--warm-up=2h", "is longer than 1h")]
    [TestCase("--reuse=0", "is not always, never")]
    [TestCase("--cluster=kindd", "did you mean 'kind'?")]
    [TestCase("--cluster-name=Upper", "is not a cluster name")]
    [TestCase("--cluster-name=a;rm", "is not a cluster name")]
    [TestCase("--skip=Everything", "is not one of Validate")]
    [TestCase("--skip=Test,ScanSecurity", "Write --skip=Test --skip=ScanSecurity.")]
    [TestCase("--skip=Test,Scan", "is not one of Validate")]
    [TestCase("--weights=foo", "is not a list such as foo=3")]
    [TestCase("--stages=10s", "is not a list of duration:rate")]
    [TestCase("--ingress-address=example.com:80", "host names are not resolved")]
    [TestCase("--node-image=-x", "is not an image reference")]
    [TestCase("--reuse=sometimes", "is not always, never")]
    [TestCase("--severity=BAD", "is not a list of UNKNOWN")]
    [TestCase("--fault=foo", "--fault 'foo' is not one of slow-pull=<seconds>s, crash-loop, ")]
    [TestCase("--fault=never-redy", "did you mean 'never-ready'?")]
    [TestCase("--fault=slow-pull=soon", "is not one of slow-pull=<seconds>s")]
    [TestCase("--fault=crash-loop,never-ready", "Write --fault=crash-loop --fault=never-ready.")]
    [TestCase("--seed=1 --seed=2", "--seed is given twice, as 1 and as 2. Give it once.")]
    [TestCase("--target=Validate -t Deploy", "--target is given twice, as Validate and as Deploy. Give it once. Full runs all stages in their order.")]
    [TestCase("-v quiet --verbosity=normal", "--verbosity is given twice, as quiet and as normal.")]
    [TestCase("--context=x", "--context goes with --cluster=existing.")]
    [TestCase("--cluster=embedded --node-image=a", "--node-image goes with --cluster=kind.")]
    [TestCase("--load-image=a --cluster=existing", "--load-image goes with --cluster=kind.")]
    [TestCase("--cluster=kind --fault=crash-loop", "--fault goes with --cluster=embedded.")]
    [TestCase("--cluster=auto --ingress-address=127.0.0.1:80", "--ingress-address goes with --cluster=existing.")]
    [TestCase("--", "is no option")]
    [TestCase("-", "is no option")]
    public void Parse_WrongArguments_IsRefusedWithTheNextStep(string arguments, string expected)
    {
        var exception = Assert.Throws<UsageException>(() => Parse(arguments.Split(' ')));

        Assert.That(exception.Message, Does.Contain(expected));
        Assert.That(exception.Message, Does.Not.Contain("\n"));
    }

    [Test]
    public void Parse_NoArguments_RunsDefault() => Assert.That(Parse([]).Targets, Is.EqualTo(new[] { "Default" }));

    [Test]
    public void Parse_TargetInAnyCase_IsTakenInItsOwnSpelling() =>
        Assert.That(Parse(["--target=checkhealth"]).HostArguments, Is.EqualTo(new[] { "--target=CheckHealth" }));

    [Test]
    public void Parse_ValueAsNextArgument_IsJoinedForTheHost() =>
        Assert.That(Parse(["-t", "Test", "--rate", "5"]).HostArguments, Is.EqualTo(new[] { "--target=Test", "--rate=5" }));

    [Test]
    public void Parse_ValueWithEqualsSigns_IsKeptWhole() =>
        Assert.That(Parse(["--threshold=errors.rate <= 1%"]).Values["threshold"], Is.EqualTo(new[] { "errors.rate <= 1%" }));

    [Test]
    public void Parse_RepeatableTwice_KeepsBoth() =>
        Assert.That(Parse(["--skip=Test", "--skip=ScanSecurity"]).Values["skip"], Is.EqualTo(new[] { "Test", "ScanSecurity" }));

    [TestCase("slow-pull=5s")]
    [TestCase("crash-loop")]
    [TestCase("never-ready")]
    [TestCase("unschedulable")]
    [TestCase("node-not-ready=gauntlet-worker")]
    public void Parse_FaultOfTheEmbeddedCluster_IsTaken(string fault) => Assert.That(Parse(["--fault=" + fault]).Values["fault"], Is.EqualTo(new[] { fault }));

    [TestCase("--comment=PRINT", "comment", "print")]
    [TestCase("--skip=test", "skip", "Test")]
    public void Parse_ChoiceInAnyCase_IsTakenInItsOwnSpelling(string argument, string option, string expected) =>
        Assert.That(Parse([argument]).Values[option], Is.EqualTo(new[] { expected }));

    [Test]
    public void Parse_EnvironmentAndCommandLine_CommandLineWins()
    {
        var line = Parse(["--rate=7"], new() { ["GAUNTLET_RATE"] = "5", ["GAUNTLET_HTTP_PORT"] = "8080" });

        Assert.That(line.Values["rate"], Is.EqualTo(new[] { "7" }));
        Assert.That(line.Values["http-port"], Is.EqualTo(new[] { "8080" }));
    }

    [TestCase("true", true)]
    [TestCase("false", false)]
    public void Parse_FlagInEnvironment_TakesTrueOrFalse(string value, bool on) =>
        Assert.That(Parse([], new() { ["GAUNTLET_KEEP_CLUSTER"] = value }).Values.ContainsKey("keep-cluster"), Is.EqualTo(on));

    [Test]
    public void Parse_WrongValueInEnvironment_NamesTheVariable() =>
        Assert.That(() => Parse([], new() { ["GAUNTLET_RATE"] = "fast" }), Throws.TypeOf<UsageException>().With.Message.Contains("GAUNTLET_RATE 'fast'"));

    /// <summary>Auto may choose the kind that they are for, and a variable stands for several commands.</summary>
    [TestCase("--fault=crash-loop --node-image=a")]
    [TestCase("--cluster=kind --node-image=a")]
    [TestCase("--cluster=embedded", "GAUNTLET_NODE_IMAGE", "a")]
    [TestCase("--cluster=embedded", "GAUNTLET_CONTEXT", "a")]
    public void Parse_OptionThatMayApply_IsTaken(string arguments, string variable = "", string value = "") =>
        Assert.That(() => Parse(arguments.Split(' '), new() { [variable] = value }), Throws.Nothing);

    [Test]
    public void Parse_ClusterInTheEnvironment_RefusesWhatGoesWithAnother() =>
        Assert.That(
            () => Parse(["--fault=crash-loop"], new() { ["GAUNTLET_CLUSTER"] = "kind" }),
            Throws.TypeOf<UsageException>().With.Message.Contains("--cluster=embedded"));

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("--tree")]
    [TestCase("--whatif")]
    public void Parse_HarmlessMode_IsKnown(string argument) => Assert.That(Parse([argument]).Mode, Is.Not.Null);

    internal static CommandLine Parse(IReadOnlyList<string> arguments, Dictionary<string, string>? environment = null) =>
        CommandLine.Parse(arguments, name => environment?.GetValueOrDefault(name), StageCatalog.Host.Targets);
}
