using System.Reflection;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;
using Gauntlet.Build.Tasks;

namespace Gauntlet.Build.Tests.Tasks;

[TestFixture]
public sealed class TaskSetTests
{
    private static readonly string[] Table =
    [
        "Validate", "Test", "CreateCluster", "Deploy", "CheckHealth", "LoadTest", "ScanSecurity", "CollectDiagnostics", "PostComment", "DeleteCluster", "Verdict",
    ];

    private static IEnumerable<Type> Tasks =>
        typeof(FullTask).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type));

    [TestCaseSource(nameof(Tasks))]
    public void Task_EachClass_IsPublicSealedNamedAndDescribed(Type task)
    {
        Assert.That(task.IsPublic, Is.True, "Frosting does not find it");
        Assert.That(task.IsSealed, Is.True);
        Assert.That(task.GetCustomAttribute<TaskNameAttribute>()?.Name + "Task", Is.EqualTo(task.Name));
        Assert.That(task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description, Is.Not.Null.And.Not.Empty);
    }

    [Test]
    public void Tasks_TheSet_IsTheTable() => Assert.That(Tasks.Select(Name), Is.EquivalentTo(new[] { "Full", "Default" }.Concat(Table)));

    [Test]
    public void Full_ItsOrder_IsTheTable() =>
        Assert.That(typeof(FullTask).GetCustomAttributes<IsDependentOnAttribute>().Select(dependency => Name(dependency.Task)), Is.EqualTo(Table));

    [Test]
    public void Tasks_ButFullAndDefault_DependOnNothing() =>
        Assert.That(Tasks.Except([typeof(FullTask), typeof(DefaultTask)]).SelectMany(task => task.GetCustomAttributes<IsDependentOnAttribute>()), Is.Empty);

    [Test]
    public void Slots_OfTheState_AreTheStagesInTheOrderOfTheTable()
    {
        Assert.That(States().Slots.Select(slot => slot.Stage), Is.EqualTo(StageNames.Stages));
        Assert.That(StageNames.Stages, Is.EqualTo(Table.SkipLast(1)));
    }

    private static PipelineState States() => State.States.New();

    private static string Name(Type task) => task.GetCustomAttribute<TaskNameAttribute>()!.Name;
}
