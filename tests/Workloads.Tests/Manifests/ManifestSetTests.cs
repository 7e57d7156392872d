using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Manifests;

public sealed class ManifestSetTests
{
    private const string Space = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n";
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels: {a: b}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n";

    [Test]
    public void Load_TheProjectsManifests_HasNoProblems()
    {
        Assert.That(Project.Manifests.Problems, Is.Empty);
        Assert.That(Project.Manifests.Objects, Has.Count.EqualTo(Directory.GetFiles(Path.Combine(Project.Root, "manifests"), "*.yaml", SearchOption.AllDirectories).Length));
        Assert.That(Project.Manifests.Objects.TakeWhile(entry => entry.Resource.Kind == "Namespace").Count(), Is.EqualTo(2), "namespaces come first");
    }

    /// <summary>One wrong file each; the line is the one the user has to look at.</summary>
    [TestCase("kind: Namespace\nmetadata: [\n", 3, "no YAML", TestName = "Load_SyntaxError_IsAProblem")]
    [TestCase("apiVersion: v1\n\tkind: Namespace\n", 2, "tab", TestName = "Load_Tab_IsAProblem")]
    [TestCase(Space + "---\n" + Space, null, "2 documents", TestName = "Load_TwoDocuments_IsAProblem")]
    [TestCase("", null, "0 documents", TestName = "Load_EmptyFile_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Gizmo\nmetadata:\n  name: a\n", null, "no kind Gizmo", TestName = "Load_UnknownKind_IsAProblem")]
    [TestCase("kind: Namespace\nmetadata:\n  name: a\n", null, "apiVersion or kind is missing", TestName = "Load_NoApiVersion_IsAProblem")]
    [TestCase("- a\n- b\n", null, "apiVersion or kind is missing", TestName = "Load_NotAnObject_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Namespace\nmetadata: {}\n", null, "no metadata.name", TestName = "Load_NoName_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\nspeck: {}\n", 5, "does not fit", TestName = "Load_UnknownField_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: nowhere\n", null, "no manifest for the namespace nowhere", TestName = "Load_MissingNamespace_IsAProblem")]
    [TestCase("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n", null, "has no spec.", TestName = "Load_DeploymentWithoutSpec_IsAProblem")]
    [TestCase(Deployment + "      containers: []\n", null, "no spec.template.spec.containers.", TestName = "Load_DeploymentWithoutContainer_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - name: a\n", null, "containers[0].image", TestName = "Load_ContainerWithoutImage_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - \n", 12, "entry without a value", TestName = "Load_LoneDash_IsAProblem")]
    public void Load_OneWrongFile_SaysWhatAndWhere(string text, int? line, string what)
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.yaml", text);

        var problem = ManifestSet.Load(folder.Path).Problems.Single();

        Assert.That((problem.File, problem.Line), Is.EqualTo(("x.yaml", (long?)line)), problem.ToString());
        Assert.That(problem.What, Does.Contain(what));
        Assert.That(problem.Remedy, Is.Not.Empty);
    }

    [Test]
    public void Load_FiveMegabytes_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        folder.Write("big.yaml", Space + "#" + new string('x', 5_000_000));

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Does.Contain("larger than 1000 kB"));
    }

    [Test]
    public void Load_BracketsWithoutEnd_AreRefusedBeforeTheStackEnds()
    {
        using var folder = new TemporaryFolder();
        folder.Write("deep.yaml", new string('[', 500_000));

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Does.Contain("100 levels"));
    }

    [Test]
    public void Load_Duplicate_NamesBothFiles()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", Space);
        folder.Write("b.yaml", Space);

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().ToString(), Does.Contain("a.yaml").And.Contain("b.yaml"));
    }

    [Test]
    public void Load_SeveralWrongFiles_TellsAllAtOnce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", "\tkind: x\n");
        folder.Write("b.yaml", "kind: [\n");
        folder.Write("c.yaml", "kind: x\n");

        Assert.That(ManifestSet.Load(folder.Path).Problems.Select(problem => problem.File), Is.EqualTo(new[] { "a.yaml", "b.yaml", "c.yaml" }));
    }

    [Test]
    public void Load_NoFolder_IsAProblem()
    {
        using var folder = new TemporaryFolder();

        Assert.That(ManifestSet.Load(Path.Combine(folder.Path, "none")).Problems.Single().What, Does.Contain("no manifest"));
    }

    [Test]
    public void Load_ServiceThatSelectsNothing_IsAProblem()
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        folder.Write("echo/foo-service.yaml", File.ReadAllText(Path.Combine(folder.Path, "echo/foo-service.yaml")).Replace("selector:\n    app.kubernetes.io/name: foo", "selector:\n    app.kubernetes.io/name: fo", StringComparison.Ordinal));

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Is.EqualTo("Service echo/foo selects no pod of any Deployment."));
    }

    /// <summary>Whatever is in the files, the answer is a set with problems or without.</summary>
    [Test]
    public void Load_RandomMutations_NeverThrows()
    {
        var random = new Random(20261123);
        using var folder = new TemporaryFolder();
        var originals = Project.Manifests.Objects.Select(entry => File.ReadAllText(Path.Combine(Project.Root, "manifests", entry.File))).ToArray();
        var broken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            folder.Write("x.yaml", Mutate(originals[random.Next(originals.Length)], random));

            broken += ManifestSet.Load(folder.Path).Problems.Count > 0 ? 1 : 0;
        }

        Assert.That(broken, Is.InRange(Rounds / 4, Rounds), "the mutations must be worth something");
    }

    private static int Rounds => Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SCALE") is { } scale ? (int)(25_000 * double.Parse(scale, System.Globalization.CultureInfo.InvariantCulture)) : 150;

    private static string Mutate(string text, Random random)
    {
        var characters = text.ToCharArray().ToList();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(characters.Count);
            switch (random.Next(5))
            {
                case 0: characters.RemoveAt(at); break;
                case 1: characters[at] = (char)random.Next(1, 128); break;
                case 2: characters.Insert(at, "{}[]:&*!|>'\"%@`#-\t\n"[random.Next(19)]); break;
                case 3: characters.InsertRange(at, characters.Skip(random.Next(characters.Count)).Take(random.Next(40)).ToList()); break;
                default: characters.RemoveRange(at, Math.Min(random.Next(40), characters.Count - at)); break;
            }

            if (characters.Count == 0)
            {
                characters.Add('x');
            }
        }

        return new string([.. characters]);
    }
}
