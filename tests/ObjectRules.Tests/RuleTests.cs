namespace Gauntlet.ObjectRules.Tests;

/// <summary>The tables of Cases/: one file per family, good and bad rows.</summary>
[TestFixture]
public sealed class RuleTests
{
    [TestCaseSource(typeof(RuleCase), nameof(RuleCase.All))]
    public void Check_Row_HasItsProblems(RuleCase row)
    {
        var problems = Rules.Check(row.Item);

        Assert.That(problems.Select(Short), Is.EquivalentTo(row.Expected), string.Join("\n", problems));
    }

    [Test]
    public void Cases_HaveUniqueNames() => Assert.That(RuleCase.All.Select(row => row.Name), Is.Unique);

    internal static string Short(ObjectProblem problem) => $"{problem.Field} {problem.Reason["FieldValue".Length..]}";
}
