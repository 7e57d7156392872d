using Gauntlet.Build.Ci;

namespace Gauntlet.Build.Tests.Ci;

[TestFixture]
public sealed class CiEnvironmentTests
{
    [TestCase("", false, false)]
    [TestCase("CI=true", true, false)]
    [TestCase("CI=1", true, false)]
    [TestCase("CI=false", false, false)]
    [TestCase("GITHUB_ACTIONS=true", true, true)]
    [TestCase("GITHUB_ACTIONS=True", true, true)]
    [TestCase("GITHUB_ACTIONS=false", false, false)]
    public void IsCi_Variable_IsReadTheSameEverywhere(string variables, bool isCi, bool isGitHub)
    {
        var ci = Read(variables);

        Assert.That((ci.IsCi, ci.IsGitHubActions, ci.ReadContext().IsGitHubActions), Is.EqualTo((isCi, isGitHub, isGitHub)));
    }

    [TestCase("GITHUB_ACTIONS=true GITHUB_HEAD_REF=change GITHUB_REF_NAME=7/merge", "change")]
    [TestCase("GITHUB_ACTIONS=true GITHUB_HEAD_REF= GITHUB_REF_NAME=main", "main")]
    [TestCase("GITHUB_REF_NAME=main", null)]
    public void Branch_Job_IsThatOfThePullRequestFirst(string variables, string? branch) => Assert.That(Read(variables).Branch, Is.EqualTo(branch));

    internal static CiEnvironment Read(string variables) => new(new HostEnvironment(
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), "/"));
}
