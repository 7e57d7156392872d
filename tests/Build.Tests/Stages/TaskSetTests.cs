using System.Reflection;
using Gauntlet.Build.Hosting;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Tests.Stages;

[TestFixture]
public sealed class TaskSetTests
{
    private static IEnumerable<Type> Tasks =>
        typeof(VerdictTask).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type));

    [TestCaseSource(nameof(Tasks))]
    public void Task_EachClass_IsPublicSealedNamedAndDescribed(Type task)
    {
        Assert.That(task.IsPublic, Is.True, "Frosting does not find it");
        Assert.That(task.IsSealed, Is.True);
        Assert.That(task.GetCustomAttribute<TaskNameAttribute>()?.Name + "Task", Is.EqualTo(task.Name));
        Assert.That(task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description, Is.Not.Null.And.Not.Empty);
    }

    [TestCaseSource(nameof(Tasks))]
    public void Task_EachClass_DependsOnNothing(Type task) =>
        Assert.That(task.GetCustomAttributes<IsDependentOnAttribute>(), Is.Empty, "only Full depends on stages");

    [Test]
    public void Tasks_ButVerdict_AreTheCatalogue() =>
        Assert.That(Tasks.Except([typeof(VerdictTask)]), Is.EquivalentTo(StageCatalog.Host.Stages.Select(stage => stage.Task)));
}
