using System.Reflection;
using Cake.Core;
using Cake.Frosting;

namespace Gauntlet.Compat.Tests.Frosting;

/// <summary>The shape of the API, where a difference would compile today and break on the day of the real package.</summary>
internal sealed class ApiTests
{
    private static readonly Assembly Package = typeof(CakeHost).Assembly;

    [Test]
    public void Assembly_HasThePackagesName() => Assert.That(Package.GetName().Name, Is.EqualTo("Cake.Frosting"));

    [Test]
    public void Assembly_IsObliviousToNullability() =>
        Assert.That(new NullabilityInfoContext().Create(typeof(TaskNameAttribute).GetProperty("Name")!).ReadState, Is.EqualTo(NullabilityState.Unknown));

    [Test]
    public void CakeHost_Run_IsSynchronousAndTheOnlyOne() =>
        Assert.That(
            typeof(CakeHost).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.Name.StartsWith("Run", StringComparison.Ordinal)).Select(method => $"{method.ReturnType.Name} {method.Name}"),
            Is.EqualTo((string[])["Int32 Run"]));

    [TestCase(typeof(FrostingTask<>))]
    [TestCase(typeof(AsyncFrostingTask<>))]
    public void IFrostingTask_Members_AreImplementedExplicitly(Type task)
    {
        var map = task.MakeGenericType(typeof(ICakeContext)).GetInterfaceMap(typeof(IFrostingTask));
        var own = map.TargetMethods.Where(method => method.DeclaringType != typeof(IFrostingTask)).ToArray();

        Assert.That(own, Has.Length.EqualTo(4));
        Assert.That(own.Select(method => method.IsPrivate), Is.All.True);
    }

    [Test]
    public void IFrostingTask_WithoutAContext_IsRefused()
    {
        IFrostingTask task = new PublicTask();

        Assert.That(() => task.RunAsync(null!), Throws.ArgumentNullException);
        Assert.That(() => task.ShouldRun(null!), Throws.ArgumentNullException);
        Assert.That(() => task.OnError(new InvalidOperationException(), null!), Throws.ArgumentNullException);
        Assert.That(() => task.Finally(null!), Throws.ArgumentNullException);
        Assert.That(task.SkippedMessage, Is.Empty);
    }

    [TestCase(typeof(TaskNameAttribute), false, false)]
    [TestCase(typeof(TaskDescriptionAttribute), false, false)]
    [TestCase(typeof(ContinueOnErrorAttribute), false, false)]
    [TestCase(typeof(IsDependentOnAttribute), true, true)]
    [TestCase(typeof(IsDependeeOfAttribute), true, true)]
    public void Attributes_Usage_IsThePackages(Type attribute, bool multiple, bool inherited)
    {
        var usage = attribute.GetCustomAttribute<AttributeUsageAttribute>()!;

        Assert.That(attribute.IsSealed);
        Assert.That(usage.ValidOn, Is.EqualTo(AttributeTargets.Class));
        Assert.That((usage.AllowMultiple, usage.Inherited), Is.EqualTo((multiple, inherited)));
    }

    [Test]
    public void Attributes_NoneIsGeneric() =>
        Assert.That(Package.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Attribute)) && type.IsGenericType), Is.Empty);

    [TestCase(typeof(FrostingLifetime<>), 2)]
    [TestCase(typeof(FrostingTaskLifetime<>), 2)]
    public void Lifetimes_Members_AreAllAbstract(Type lifetime, int members) =>
        Assert.That(
            lifetime.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Count(method => method.IsAbstract),
            Is.EqualTo(members));
}
