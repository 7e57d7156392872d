using Gauntlet.Workloads.Manifests;
using static Gauntlet.Workloads.Tests.Manifests.ManifestSamples;

namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>What is said of the files that people bring, before there is a cluster.</summary>
public sealed class ManifestSampleTests
{
    private const string Other = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: other, namespace: echo}\nspec:\n  rules:\n    - host: "
        + "HOST\n      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {name: http}}}}]}\n";

    private static IEnumerable<TestCaseData> Good =>
    [
        Case("m01 labels that the selector shares by an alias", Shop("  name: shop\n  namespace: echo\nspec:\n  selector:\n    app: shop\n", "  name: shop\n  "
            + "namespace: echo\n  labels: &pods\n    app: shop\nspec:\n  selector: *pods\n"), 3, "shop"),
        Case("m02 tabs in a block of text", Files("echo/web.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: echo}\ndata:\n  "
            + "site.conf: |\n    server {\n    \tlisten 8080;\n    }\n"), 1),
        Case("m04 no replicas", Shop("replicas: 1", "replicas: 0"), 3, "shop"),
        Case("m06 empty labels", Shop("kind: Service\nmetadata:\n", "kind: Service\nmetadata:\n  labels:\n"), 3, "shop"),
        Case("m08 a wildcard host with the one to ask",
            Shop("host: shop.localhost", "host: \"*.shop.localhost\"", "kind: Service\nmetadata:\n",
            "kind: Service\nmetadata:\n  annotations: {gauntlet/host: eu.shop.localhost}\n"), 3, "eu"),
        Case("m09 a Job and a Pod of its own", Files(
            "echo/job.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, namespace: echo}\nspec:\n  template:\n    spec: {restartPolicy: "
                + "Never, containers: [{name: a, image: \"busybox:1.36\"}]}\n",
            "echo/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: worker, namespace: echo}\nspec: {containers: [{name: a, image: \"a:1\"}]}\n"), 2),
        Case("m10 a StatefulSet behind a Service", Shop("kind: Deployment", "kind: StatefulSet", "  replicas: 1", "  serviceName: shop"), 3, "shop"),
        Case("m11 a selector of expressions alone",
            Shop("    matchLabels:\n      app: shop\n", "    matchExpressions:\n      - {key: app, operator: In, values: [shop]}\n"), 3, "shop"),
        Case("m13 comments and a last separator", Files("echo/c.yaml", "---\n# Source: chart/templates/config.yaml\napiVersion: v1\nkind: "
            + "ConfigMap\nmetadata: {name: c, namespace: echo}\n---\n"), 1),
        Case("m14 a List", Files("echo/list.yaml", "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: c, "
            + "namespace: echo}\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: d, namespace: echo}\n"), 2),
        Case("m15 other suffixes",
            Files("echo/a.YAML", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: echo}\n", "echo/b.json",
            "{\"apiVersion\":\"v1\",\n\t\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"b\",\"namespace\":\"echo\"}}"), 2),
        Case("m16 no namespace", Files("echo/s.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n"), 1),
        Case("m19 a workload without a namespace", Shop("  namespace: echo\n", ""), 3, "shop"),
        Case("m22 files of other tools and a custom resource", Files(
            "echo/Chart.yaml", "apiVersion: v2\nname: chart\n", "echo/values.yaml", "image: {tag: \"1\"}\n", "echo/kustomization.yaml",
            "resources: [foo.yaml]\n",
            "echo/sm.yaml", "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: foo, namespace: echo}\nspec: {endpoints: [{port: "
                + "http}]}\n"), 1),
        Case("m26 two hosts that begin alike", Shop().And("echo/other.yaml", Other.Replace("HOST", "shop.eu.localhost", StringComparison.Ordinal)), 4,
            "shop.eu.localhost", "shop.localhost"),
        Case("m27 an init container", Shop("initContainers: []", "initContainers: [{name: wait, image: \"busybox:1.36\"}]"), 3, "shop"),
        Case("m28 a probe by a command", Shop("httpGet: {path: /health, port: http}", "exec: {command: [/bin/true]}"), 3, "shop"),
        Case("m35 a role in a namespace of every cluster", Files("echo/rb.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: "
            + "{name: r, namespace: kube-system}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\n"), 1),
        Case("m51 a ReplicaSet behind a Service", Shop("kind: Deployment", "kind: ReplicaSet"), 3, "shop"),
        Case("m55 a Service on a port of the nodes, without an Ingress",
            Shop("  selector:\n    app: shop\n  ports", "  type: NodePort\n  selector:\n    app: shop\n  ports").Without("echo/shop.yaml"), 2),
        Case("merge keys", Files("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, namespace: echo}\n---\napiVersion: v1\nkind: "
            + "ConfigMap\nmetadata:\n  <<: &n {namespace: echo, name: x}\n  name: b\n"), 2),
    ];

    private static IEnumerable<TestCaseData> Bad =>
    [
        Case("m05 one host and path twice", Shop().And("echo/zz.yaml", Other.Replace("HOST", "shop.localhost", StringComparison.Ordinal)),
            "echo/zz.yaml:7: A rule for shop.localhost/ is in echo/shop.yaml:12 as well"),
        Case("m07 a number and a boolean for text", Shop("env: []", "env: [{name: PORT, value: 8080}, {name: DEBUG, value: yes}]"),
            "echo/deployment.yaml:20: spec.template.spec.containers[0].env[0].value is text, and YAML reads 8080",
            "echo/deployment.yaml:20: spec.template.spec.containers[0].env[1].value is text, and YAML reads yes"),
        Case("m07b annotations that are no text",
            Shop("kind: Service\nmetadata:\n", "kind: Service\nmetadata:\n  annotations:\n    scrape: true\n    port: 8080\n"),
            "echo/service.yaml:5: metadata.annotations.scrape is text, and YAML reads true",
            "echo/service.yaml:6: metadata.annotations.port is text, and YAML reads 8080"),
        Case("m08 a wildcard host", Shop("host: shop.localhost", "host: \"*.shop.localhost\""), "echo/shop.yaml:9: The host '*.shop.localhost' is a wildcard"),
        Case("m12 a port that the Service does not have", Shop("{name: http}", "{number: 8080}"),
            "echo/shop.yaml:17: Ingress echo/shop names 8080 in spec.rules[0].http.paths[0].backend.service.port.number, and the Service shop has no such "
                + "port"),
        Case("m21 a path that is a pattern", Shop(
            "kind: Ingress\nmetadata:\n", "kind: Ingress\nmetadata:\n  annotations: {nginx.ingress.kubernetes.io/use-regex: \"true\"}\n", "path: /\n",
            "path: /api(/|$)(.*)\n"),
            "echo/shop.yaml:13: The path '/api(/|$)(.*)' of shop.localhost is a pattern"),
        Case("m23 a label that is too long",
            Shop("kind: Service\nmetadata:\n", "kind: Service\nmetadata:\n  labels:\n    branch: " + new string('x', 64) + "\n"),
            "echo/service.yaml:4: The Kubernetes API does not take the Service: metadata.labels: Invalid value: \"xxx"),
        Case("m31 a selector that its own pods do not have", Shop("    matchLabels:\n      app: shop\n", "    matchLabels:\n      app: shopp\n"),
            "echo/deployment.yaml:13: The Kubernetes API does not take the Deployment: spec.template.metadata.labels: Invalid value"),
        Case("m24 a default backend that does not exist", Shop("  rules:\n", "  defaultBackend: {service: {name: shopp, port: {number: 80}}}\n  rules:\n"),
            "echo/shop.yaml:8: Ingress echo/shop names \"shopp\" in spec.defaultBackend.service.name, and there is no Service of this name in the namespace "
                + "echo (did you mean 'shop'?)"),
        Case("m20 a certificate that does not exist", Shop("  rules:\n", "  tls: [{hosts: [shop.localhost], secretName: shop-tls}]\n  rules:\n"),
            "echo/shop.yaml:8: Ingress echo/shop names \"shop-tls\" in spec.tls[0].secretName"),
        Case("m25 a ConfigMap and a Secret that do not exist", Shop("env: []", "envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: login}}]"),
            "echo/deployment.yaml:20: Deployment echo/shop names \"settings\" in spec.template.spec.containers[0].envFrom[0].configMapRef.name, and there is "
                + "no ConfigMap of this name in the namespace echo.",
            "echo/deployment.yaml:20: Deployment echo/shop names \"login\" in spec.template.spec.containers[0].envFrom[1].secretRef.name, and there is no "
                + "Secret of this name in the namespace echo."),
        Case("a claim, an account and an autoscaler's target that do not exist",
            Shop("initContainers: []", "serviceAccountName: runner\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]").And(
            "echo/hpa.yaml", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: shop, namespace: echo}\nspec:\n  maxReplicas: 2\n  "
                + "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shopp}\n"),
            "echo/deployment.yaml:17: Deployment echo/shop names \"runner\" in spec.template.spec.serviceAccountName",
            "echo/deployment.yaml:18: Deployment echo/shop names \"data\" in spec.template.spec.volumes[0]",
            "echo/hpa.yaml:6: HorizontalPodAutoscaler echo/shop names \"shopp\" in spec.scaleTargetRef.name, and there is no Deployment of this name in the "
                + "namespace echo (did you mean 'shop'?)"),
        Case("a host that a wildcard does not take",
            Shop("host: shop.localhost", "host: \"*.shop.localhost\"", "kind: Service\nmetadata:\n",
            "kind: Service\nmetadata:\n  annotations: {gauntlet/host: a.b.shop.localhost}\n"),
            "echo/service.yaml:4: gauntlet/host of the Service 'shop' is 'a.b.shop.localhost', which is no host of '*.shop.localhost' under .localhost"),
        Case("m37 one name with and without its namespace", Files("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n", "b.yaml", "apiVersion: "
            + "v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\n"),
            "b.yaml:3: ConfigMap default/c is in a.yaml:1 as well"),
        Case("m39 a host in capitals", Shop("host: shop.localhost", "host: Shop.localhost"),
            "echo/shop.yaml:9: The Kubernetes API does not take the Ingress: spec.rules[0].host: Invalid value"),
        Case("m44 one mistake alone", Shop("  ports:\n    - name: http\n      port: 80\n      targetPort: http", "  selector:\n    app: shop"),
            "echo/service.yaml:9: This is no YAML: Duplicate key selector"),
        Case("m53 a rule without a path", Shop("      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n        "
            + "      service:\n                name: shop\n                port: {name: http}", ""),
            "echo/shop.yaml:9: The rule for shop.localhost has no path"),
        Case("an annotation that nobody reads",
            Shop("kind: Service\nmetadata:\n", "kind: Service\nmetadata:\n  annotations: {gauntlet/expect-satus: \"200\"}\n"),
            "echo/service.yaml:4: The annotation gauntlet/expect-satus has no meaning on a Service (did you mean 'gauntlet/expect-status'?)"),
        Case("an ingress class that nobody has", Shop("ingressClassName: nginx", "ingressClassName: nginxx"),
            "echo/shop.yaml:7: Ingress echo/shop names \"nginxx\" in spec.ingressClassName, and there is no IngressClass of this name (did you mean 'nginx'?)"),
        Case("a mistake in the second document", Files("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: echo}\n---\napiVersion: "
            + "v1\nkind: Sevice\nmetadata: {name: b, namespace: echo}\n"), "a.yaml:6: There is no kind Sevice in v1"),
        Case("a mistake in an item of a List", Files("a.yaml", "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: "
            + "{name: a, namespace: echo}\n    data: {a: 1}\n"), "a.yaml:7: data.a is text, and YAML reads 1"),
        Case("values of other types", Shop("replicas: 1", "replicas: two", "args: [", "args: x # ["),
            "echo/deployment.yaml:7: The Deployment has a field that does not fit: spec.replicas: a whole number is wanted here",
            "echo/deployment.yaml:22: The Deployment has a field that does not fit: spec.template.spec.containers[0].args: a list is wanted here"),
    ];

    [TestCaseSource(nameof(Good))]
    public void Load_WhatKubectlTakes_IsTaken(Dictionary<string, string> files, int objects, string[] routes)
    {
        using var folder = Write(files);

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Objects, Has.Count.EqualTo(Project.Manifests.Objects.Count + objects));
        Assert.That(manifests.Routes.Select(route => route.Name).Except(["foo", "bar"]), Is.EquivalentTo(routes));
    }

    [TestCaseSource(nameof(Bad))]
    public void Load_WhatCannotWork_IsSaidWithFileAndLine(Dictionary<string, string> files, string[] problems)
    {
        using var folder = Write(files);

        var found = ManifestSet.Load(folder.Path).Problems.Select(problem => problem.ToString()).ToList();

        Assert.That(found, Has.Count.EqualTo(problems.Length), string.Join('\n', found));
        Assert.That(found.Zip(problems).Where(pair => !pair.First.StartsWith(pair.Second, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Load_ForAClusterThatMayHaveMore_AssumesWhatIsMissing()
    {
        using var folder = Write(
            Shop("env: []", "envFrom: [{configMapRef: {name: settings}}]", "ingressClassName: nginx", "ingressClassName: traefik", "  namespace: echo\n",
            "  namespace: staging\n"));

        var manifests = ManifestSet.Load(folder.Path, clusterMayHaveMore: true);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Assumed.Select(assumed => (assumed.File, assumed.Line)), Is.EquivalentTo(new (string, long?)[]
        {
            ("echo/deployment.yaml", 5), ("echo/service.yaml", 5), ("echo/shop.yaml", 5), ("echo/deployment.yaml", 20), ("echo/shop.yaml", 7),
        }));
    }

    /// <summary>Its Service is on the cluster already: what it answers is not known here.</summary>
    [Test]
    public void Load_RouteToAServiceOfTheCluster_IsAskedWithoutABody()
    {
        using var folder = Write(Files("echo/other.yaml", Other.Replace("HOST", "shop.localhost", StringComparison.Ordinal)));

        var manifests = ManifestSet.Load(folder.Path, clusterMayHaveMore: true);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Routes.Single(route => route.Name == "shop") is { Service: "echo/shop", ExpectedStatus: 200, ExpectedBody: null }, Is.True);
    }

    /// <summary>
    /// The set that is run on KinD: many Deployments, two Ingresses of one host, a StatefulSet with claims, a Job, an autoscaler, a definition with an object.
    /// </summary>
    [Test]
    public void Load_ShopOfEveryKind_HasNoProblems()
    {
        using var folder = new TemporaryFolder().WithProjectManifests().WithShop();

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Assumed, Is.Empty);
        Assert.That(manifests.Routes.Select(route => (route.Name, route.ExpectedBody)).Skip(2),
            Is.EqualTo(new[] { ("shop/", "front\n"), ("shop/orders", "orders\n") }));
        Assert.That(manifests.Objects.Select(entry => entry.Kind.Name),
            Is.SupersetOf(new[] { "StatefulSet", "DaemonSet", "Job", "Pod", "PersistentVolumeClaim", "HorizontalPodAutoscaler", "CustomResourceDefinition",
            "Theme" }));
    }

    [Test]
    public void Load_FilesOfOtherTools_AreNamed()
    {
        using var folder = Write(
            Files("echo/Chart.yaml", "name: c\n", "echo/values.yaml", "a: b\n", "echo/templates/x.yaml", "a: {{ .Values.a }}\n", "kustomization.yaml",
            "resources: []\n", "notes.txt", "x", "README.md", "x"));

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.NotRead, Is.EqualTo(new[] { "notes.txt" }));
        Assert.That(manifests.Beside, Is.SupersetOf(new[] { "echo (Helm)", "kustomization.yaml (Kustomize)" }));
    }

    [Test]
    public void Load_AliasesAndMergeKeys_AreCopies()
    {
        using var folder = Write(Files("a.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: &m {name: a, namespace: echo, labels: &l {x: y}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              <<: {namespace: echo, name: lost}
              name: b
              labels: &k {x: y}
              annotations: *k

            """));

        var item = ManifestSet.Load(folder.Path).Objects.Single(entry => entry.Name == "b");

        Assert.That(item.Namespace, Is.EqualTo("echo"));
        Assert.That(item.Body["metadata"]!["labels"], Is.Not.SameAs(item.Body["metadata"]!["annotations"]));
        Assert.That((item.Origin.Line, item.Origin.Document, item.Origin.LineOf("metadata.annotations[x]"), item.Origin.LineOf("spec.absent[0].x")),
            Is.EqualTo((5, 1, 10, 5)));
    }

    /// <summary>As kubectl reads them, which is YAML 1.1.</summary>
    [TestCase("0644", "420")]
    [TestCase("0o17", "15")]
    [TestCase("0x1F", "31")]
    [TestCase("1_000", "1000")]
    [TestCase("08", "8")]
    [TestCase("-1.5e3", "-1500")]
    [TestCase("on", "true")]
    [TestCase("\"on\"", "\"on\"")]
    [TestCase("!!str 12", "\"12\"")]
    [TestCase("~", "null")]
    [TestCase("2001-01-01", "\"2001-01-01\"")]
    [TestCase("12345678901234567890123", "12345678901234567890123")]
    public void Load_Scalar_IsWhatKubectlTakesItFor(string written, string json)
    {
        using var folder = Write(
            Files("a.yaml", $"apiVersion: example.com/v1\nkind: Thing\nmetadata: {{name: a, namespace: echo}}\nspec: {{value: {written}}}\n"));

        Assert.That(ManifestSet.Load(folder.Path).Objects.Single(entry => entry.Name == "a").Body["spec"]!["value"]?.ToJsonString() ?? "null",
            Is.EqualTo(json));
    }

    [Test]
    public void Load_CustomResourceWithItsDefinition_KnowsWhereItLives()
    {
        using var folder = Write(Files(
            "thing.yaml", "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n",
            "z-definition.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\nspec:\n  group: "
                + "example.com\n  scope: Namespaced\n  names: {kind: Thing, plural: things}\n  versions: [{name: v1, served: true, storage: true, schema: "
                + "{openAPIV3Schema: {type: object}}}]\n"));

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Objects.Single(entry => entry.Kind.Name == "Thing") is { Namespace: "default", Kind: { Plural: "things", IsNamespaced: true } },
            Is.True);
        Assert.That(manifests.Objects.Select(entry => entry.Kind.Name).ToList().IndexOf("CustomResourceDefinition"), Is.EqualTo(2),
            "behind the namespaces, before its objects");
    }

    private static TemporaryFolder Write(Dictionary<string, string> files)
    {
        var folder = new TemporaryFolder().WithProjectManifests();
        foreach (var (name, text) in files)
        {
            folder.Write(name, text);
        }

        return folder;
    }

    private static TestCaseData Case(string name, Dictionary<string, string> files, int objects, params string[] routes) =>
        new TestCaseData(files, objects, routes).SetArgDisplayNames(name);

    private static TestCaseData Case(string name, Dictionary<string, string> files, params string[] problems) =>
        new TestCaseData(files, problems).SetArgDisplayNames(name);
}
