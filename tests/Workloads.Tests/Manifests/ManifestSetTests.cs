using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Manifests;

public sealed class ManifestSetTests
{
    private const string Space = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n";
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels: {a: b}\n  "
        + "template:\n    metadata: {labels: {a: b}}\n    spec:\n";

    [Test]
    public void Load_TheProjectsManifests_HasNoProblems()
    {
        Assert.That(Project.Manifests.Problems, Is.Empty);
        Assert.That(Project.Manifests.Objects,
            Has.Count.EqualTo(new[] { "echo", "ingress-nginx" }.Sum(folder => Directory.GetFiles(Path.Combine(Project.Root, "manifests", folder), "*.yaml")
                .Length)));
        Assert.That(Project.Manifests.Beside, Is.SupersetOf(new[] { "charts/echo (Helm)", "overlays/prod (Kustomize)", "overlays/staging (Kustomize)" }));
        Assert.That(Project.Manifests.NotRead, Is.Empty);
        Assert.That(Project.Manifests.Objects.TakeWhile(entry => entry.Kind.Name == "Namespace").Count(), Is.EqualTo(2), "namespaces come first");
    }

    /// <summary>One wrong file each; the line is the one the user has to look at.</summary>
    [TestCase("kind: Namespace\nmetadata: [\n", 3, "no YAML", TestName = "Load_SyntaxError_IsAProblem")]
    [TestCase("apiVersion: v1\n\tkind: Namespace\n", 2, "tab", TestName = "Load_Tab_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Gizmo\nmetadata:\n  name: a\n", 2, "no kind Gizmo", TestName = "Load_UnknownKind_IsAProblem")]
    [TestCase("kind: Namespace\nmetadata:\n  name: a\n", 1, "apiVersion or kind is missing", TestName = "Load_NoApiVersion_IsAProblem")]
    [TestCase("- a\n- b\n", 1, "apiVersion or kind is missing", TestName = "Load_NotAnObject_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Namespace\nmetadata: {}\n", 3, "no metadata.name", TestName = "Load_NoName_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\nspeck: {}\n", 5, "does not fit", TestName = "Load_UnknownField_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: nowhere\n", 5, "no manifest for the namespace nowhere",
        TestName = "Load_MissingNamespace_IsAProblem")]
    [TestCase("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n", 1, "has no spec.", TestName = "Load_DeploymentWithoutSpec_IsAProblem")]
    [TestCase(Deployment + "      containers: []\n", 11, "no spec.template.spec.containers.", TestName = "Load_DeploymentWithoutContainer_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - name: a\n", 12, "containers[0].image", TestName = "Load_ContainerWithoutImage_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - \n", 12, "spec.template.spec.containers[0]: the entry has no value",
        TestName = "Load_LoneDash_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    gauntlet/expect-status: 200\nspec: {}\n", 6,
        "annotations.gauntlet/expect-status is text, and YAML reads 200", TestName = "Load_AnnotationThatIsANumber_IsAProblem")]
    [TestCase("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: yes\n", 6, "data.b is text, and YAML reads yes",
        TestName = "Load_DataThatIsABoolean_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - name: a\n          image: a\n          env:\n            - {name: B, value: 1.5}\n", 15,
        "env[0].value is text, and YAML reads 1.5", TestName = "Load_VariableThatIsANumber_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - {name: a, image: a, args: [a, 8080]}\n", 12, "args[1] is text, and YAML reads 8080",
        TestName = "Load_ArgumentThatIsANumber_IsAProblem")]
    [TestCase(Deployment + "      containers:\n        - {name: a, image: a, ports: [{name: web, containerPort: 80}], readinessProbe: {httpGet: {port: "
        + "http}}}\n", 12, "names \"http\" in spec.template.spec.containers[0].readinessProbe.httpGet.port, and the container a has no port of this name",
        TestName = "Load_ProbeOfAPortThatIsNotNamed_IsAProblem")]
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
    public void Load_ServiceWithATargetThatNoContainerNames_IsAProblem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("deployment.yaml", Deployment + "      containers:\n        - {name: a, image: a, ports: [{name: web, containerPort: 80}]}\n");
        folder.Write("service.yaml",
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selector: {a: b}\n  ports: [{port: 80, targetPort: http}]\n");

        var problem = ManifestSet.Load(folder.Path).Problems.Single(problem => problem.File == "service.yaml");

        Assert.That(problem.What, Does.Contain("no container behind the Service has a port of this name"));
    }

    [Test]
    public void Load_ProbeWithoutAPort_IsReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("deployment.yaml",
            Deployment + "      containers:\n        - {name: a, image: a, readinessProbe: {httpGet: {path: /}}, livenessProbe: {tcpSocket: {}}}\n");

        Assert.That(() => ManifestSet.Load(folder.Path), Throws.Nothing);
    }

    [TestCase("'200'")]
    [TestCase("\"yes\"")]
    [TestCase("1.0.0")]
    [TestCase("1e")]
    [TestCase("onwards")]
    [TestCase("!!str 200")]
    public void Load_AnnotationThatIsText_IsNoProblem(string value)
    {
        using var folder = new TemporaryFolder();
        folder.Write("space.yaml", $"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations: {{a: {value}}}\n");

        Assert.That(ManifestSet.Load(folder.Path).Problems.Where(problem => problem.What.Contains("is text")), Is.Empty);
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
    public void Load_AliasesThatStandForBillionsOfNodes_AreRefusedAtOnce()
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(1, 60).Select(level => $"l{level}: &l{level} [*l{level - 1}, *l{level - 1}]\n");
        folder.Write("bomb.yaml", Space + "l0: &l0 [x]\n" + string.Concat(lines));

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Does.Contain("its aliases stand for more than"));
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
        folder.Write("a.yaml", "spec:\n\tkind: x\n");
        folder.Write("b.yaml", "kind: [\n");
        folder.Write("c.yaml", "kind: x\n");

        Assert.That(ManifestSet.Load(folder.Path).Problems.Select(problem => problem.File), Is.EqualTo(new[] { "a.yaml", "b.yaml", "c.yaml" }));
    }

    /// <summary>A kubelet that is faster than the rest of its file says that there is no such ConfigMap.</summary>
    [Test]
    public void Load_WhatPodsNeed_ComesBeforeThem()
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        folder.Write("a/all.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: web}
            spec: {serviceAccountName: web, containers: [{name: web, image: "a:1", envFrom: [{configMapRef: {name: web}}]}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web, namespace: web}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: web, namespace: web}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: web}
            """);

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Objects.Where(item => item.Name == "web").Select(item => item.Kind.Name),
            Is.EqualTo(new[] { "Namespace", "ConfigMap", "ServiceAccount", "Pod" }));
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
        folder.Write("echo/foo-service.yaml", File.ReadAllText(Path.Combine(folder.Path, "echo/foo-service.yaml")).Replace("selector:\n    "
            + "app.kubernetes.io/name: foo", "selector:\n    app.kubernetes.io/name: fo", StringComparison.Ordinal));

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Is.EqualTo("Service echo/foo: spec.selector: selects no pod of any workload."));
    }

    /// <summary>No namespace, an empty one and "default" are the same.</summary>
    [TestCase("")]
    [TestCase("  namespace: \"\"\n")]
    public void Load_ServiceWithoutANamespace_SelectsPodsOfTheDefault(string space)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        foreach (var file in new[] { "ingress", "foo-deployment", "bar-deployment", "bar-service" })
        {
            var text = File.ReadAllText(Path.Combine(folder.Path, $"echo/{file}.yaml"));
            folder.Write($"echo/{file}.yaml", text.Replace("  namespace: echo\n", "  namespace: default\n", StringComparison.Ordinal));
        }

        var service = File.ReadAllText(Path.Combine(folder.Path, "echo/foo-service.yaml"));
        folder.Write("echo/foo-service.yaml", service.Replace("  namespace: echo\n", space, StringComparison.Ordinal));

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Routes[0], Is.EqualTo(new Gauntlet.Workloads.Routing.Route("foo", "foo.localhost", "/", "default/foo", 200, "foo\n")));
    }

    [Test]
    public void Load_NothingButComments_IsAProblem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.yaml", "# nothing\n---\n# yet\n");

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Does.Contain("no manifest"));
    }

    /// <summary>Whatever is in the files, the answer is a set with problems or without.</summary>
    [Test]
    public void Load_RandomMutations_NeverThrows()
    {
        var random = new Random(20261123);
        using var folder = new TemporaryFolder();
        var originals = Project.Manifests.Objects.Select(entry => File.ReadAllText(Path.Combine(Project.Root, "manifests", entry.Origin.File))).ToArray();
        var broken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            folder.Write("x.yaml", Mutate(originals[random.Next(originals.Length)], random));

            broken += ManifestSet.Load(folder.Path).Problems.Count > 0 ? 1 : 0;
        }

        Assert.That(broken, Is.InRange(Rounds / 4, Rounds), "the mutations must be worth something");
    }

    private static int Rounds =>
        Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SCALE") is { } scale
        ? (int)(25_000 * double.Parse(scale, System.Globalization.CultureInfo.InvariantCulture)) : 150;

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
