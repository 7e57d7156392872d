using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Tests.Routing;

public sealed class RouteDiscoveryTests
{
    [Test]
    public void Routes_OfTheProject_AreFooAndBarWithTheirTexts() => Assert.That(
        Project.Manifests.Routes.Select(route => (route.Name, route.Host, route.Path, route.Service, route.ExpectedStatus, route.ExpectedBody)),
        Is.EqualTo(new[] { ("foo", "foo.localhost", "/", "echo/foo", 200, "foo\n"), ("bar", "bar.localhost", "/", "echo/bar", 200, "bar\n") }));

    [Test]
    public void Routes_BazAdded_AreThree()
    {
        using var folder = new TemporaryFolder().WithProjectManifests().WithBaz();

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Routes.Select(route => (route.Name, route.ExpectedBody)),
            Is.EquivalentTo(new[] { ("foo", "foo\n"), ("bar", "bar\n"), ("baz", "baz\n") }));
    }

    [Test]
    public void Routes_Annotations_WinOverTheDefaults()
    {
        var route = Route("", "  annotations:\n    gauntlet/expect-status: \"404\"\n    gauntlet/expect-body: gone\n    gauntlet/path: /x?y=1\n");

        Assert.That((route.ExpectedStatus, route.ExpectedBody, route.Path), Is.EqualTo((404, "gone", "/x?y=1")));
    }

    [Test]
    public void Routes_AnotherImage_DoesNotCheckTheBody() => Assert.That(Route("other/image:1", "").ExpectedBody, Is.Null);

    /// <summary>A null name of both sides is no match.</summary>
    [TestCase(80, 0)]
    [TestCase(8080, 2)]
    public void Routes_UnnamedPort_IsFoundByItsNumberAlone(int number, int problems)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        Change(folder, "echo/foo-service.yaml", "    - name: http\n      port: 80", "    - port: 80");
        Change(folder, "echo/bar-service.yaml", "    - name: http\n      port: 80", "    - port: 80");
        Change(folder, "echo/ingress.yaml", "                  name: http\n", $"                  number: {number}\n");

        Assert.That(ManifestSet.Load(folder.Path).Problems, Has.Count.EqualTo(problems));
    }

    /// <summary>Its endpoints are made by somebody else, so nothing is known of who answers.</summary>
    [Test]
    public void Routes_ServiceWithoutASelector_DoesNotCheckTheBody()
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        Change(folder, "echo/foo-service.yaml", "  selector:\n    app.kubernetes.io/name: foo\n", "");

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Routes.Single(route => route.Name == "foo").ExpectedBody, Is.Null);
    }

    /// <summary>The name grows only where two would be the same: the whole host where two begin alike, the path where a host has several.</summary>
    [TestCase("api.a.localhost/,api.b.localhost/", "api.a.localhost,api.b.localhost", TestName = "Routes_TwoHostsWithTheSameLabel_AreNamedByTheWholeHost")]
    [TestCase("api.localhost/a,api.localhost/b", "api/a,api/b", TestName = "Routes_TwoIngressesOfOneHost_AreNamedWithThePath")]
    [TestCase("api.a.localhost/a,api.a.localhost/b,api.b.localhost/a", "api.a.localhost/a,api.a.localhost/b,api.b.localhost",
        TestName = "Routes_SameLabelAndSameHost_AreNamedByBoth")]
    [TestCase("localhost/,localhost.localhost/", "localhost,localhost.localhost", TestName = "Routes_BareLocalhost_IsAHostLikeAnyOther")]
    public void Routes_WhatBeginsAlike_HasNamesOfItsOwn(string rules, string names)
    {
        using var folder = WithIngresses(rules.Split(','));

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Routes.Select(route => route.Name), Is.EqualTo(names.Split(',').Concat(["foo", "bar"])));
    }

    [Test]
    public void Routes_SameHostAndPathTwice_IsAProblemThatNamesBothFiles()
    {
        using var folder = WithIngresses("api.localhost/a", "api.localhost/a");

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().ToString(),
            Does.StartWith("echo/added-1.yaml:9: A rule for api.localhost/a is in echo/added-0.yaml:9 as well"));
    }

    [TestCase("", "*.yaml", TestName = "Routes_NoIngress_IsAProblem")]
    [TestCase("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: echo, namespace: echo}\nspec:\n  defaultBackend: {service: {name: foo, port: "
        + "{name: http}}}\n", "echo/ingress.yaml", TestName = "Routes_IngressWithoutRules_IsAProblem")]
    public void Routes_None_IsAProblem(string ingress, string file)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        File.Delete(Path.Combine(folder.Path, "echo/ingress.yaml"));
        if (ingress.Length > 0)
        {
            folder.Write("echo/ingress.yaml", ingress);
        }

        var problem = ManifestSet.Load(folder.Path).Problems.Single();

        Assert.That((problem.File, problem.What, problem.Remedy), Is.EqualTo((file, "No Ingress has a rule with a host and a path, so there is nothing to ask "
            + "or load.", "Add one, as docs/adding-a-workload.md shows.")));
    }

    [TestCase("host: foo.localhost", "host: foo.example.com", "echo/ingress.yaml", "not local", TestName = "Routes_ForeignHost_IsAProblem")]
    [TestCase("host: foo.localhost", "host: localhost.example.com", "echo/ingress.yaml", "not local", TestName = "Routes_HostThatOnlyLooksLocal_IsAProblem")]
    [TestCase("host: foo.localhost", "host: xlocalhost", "echo/ingress.yaml", "not local", TestName = "Routes_HostWithoutADot_IsAProblem")]
    [TestCase("name: foo\n", "name: nobody\n", "echo/ingress.yaml", "there is no Service of this name in the namespace echo",
        TestName = "Routes_MissingService_IsAProblem")]
    [TestCase("                  name: http\n", "                  name: grpc\n", "echo/ingress.yaml", "the Service",
        TestName = "Routes_MissingPort_IsAProblem")]
    [TestCase("host: foo.localhost", "host: \"*.localhost\"", "echo/ingress.yaml", "'*.localhost' is a wildcard", TestName = "Routes_Wildcard_IsAProblem")]
    [TestCase("host: foo.localhost", "host: \"a b.localhost\"", "echo/ingress.yaml", "spec.rules[0].host: Invalid value",
        TestName = "Routes_HostThatIsNoName_IsAProblem")]
    [TestCase("                  name: http\n", "                  number: 8080\n", "echo/ingress.yaml", "has no such port",
        TestName = "Routes_MissingPortNumber_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/path: health\n", "echo/foo-service.yaml", "the path 'health'",
        TestName = "Routes_PathWithoutASlash_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/path: /a b\n", "echo/foo-service.yaml", "the path '/a b'",
        TestName = "Routes_PathWithABlank_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/method: post\n", "echo/foo-service.yaml",
        "gauntlet/method of the Service 'foo' is 'post'", TestName = "Routes_MethodInSmallLetters_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/method: \"GE T\"\n", "echo/foo-service.yaml", "'GE T'",
        TestName = "Routes_MethodOfTwoWords_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/header.Host: a\n", "echo/foo-service.yaml",
        "gauntlet/header.Host of the Service 'foo'", TestName = "Routes_HostHeader_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/header.Content-Length: \"3\"\n", "echo/foo-service.yaml",
        "gauntlet/header.Content-Length", TestName = "Routes_OwnHeader_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/header.X-A: \"a\\nb\"\n", "echo/foo-service.yaml", "gauntlet/header.X-A",
        TestName = "Routes_HeaderOfTwoLines_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/header.X-A: \"env:\"\n", "echo/foo-service.yaml", "is 'env:'",
        TestName = "Routes_SecretWithoutAName_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/header.X-A: \"env:1A\"\n", "echo/foo-service.yaml", "is 'env:1A'",
        TestName = "Routes_SecretThatIsNoVariable_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/headers.X-A: a\n", "echo/foo-service.yaml",
        "gauntlet/headers.X-A has no meaning", TestName = "Routes_HeaderMisspelt_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/expect-status: fine\n", "echo/foo-service.yaml", "'fine'",
        TestName = "Routes_StatusThatIsNone_IsAProblem")]
    public void Routes_OneWrongLine_IsAProblem(string from, string to, string file, string what)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        Change(folder, file, from, to);

        var problems = ManifestSet.Load(folder.Path).Problems;

        Assert.That(problems, Is.Not.Empty.And.All.Matches<ManifestProblem>(problem => problem?.What.Contains(what, StringComparison.Ordinal) == true));
    }

    /// <summary>The value of a secret is in no manifest: the route says where it is to be had.</summary>
    [Test]
    public void Routes_RequestAnnotations_SayWhatIsSent()
    {
        var route = Route("", "  annotations:\n    gauntlet/method: POST\n    gauntlet/body: '{\"k\":1}'\n    gauntlet/header.X-Plain: \"1, 2\"\n    "
            + "gauntlet/header.Authorization: env:TOKEN\n");

        Assert.That((route.Method, route.Body, route.HasSecret), Is.EqualTo(("POST", "{\"k\":1}", true)));
        Assert.That(route.Headers, Is.EquivalentTo(new Dictionary<string, string> { ["X-Plain"] = "1, 2", ["Authorization"] = "env:TOKEN" }));
    }

    [Test]
    public void Routes_WithoutRequestAnnotations_AreAskedByGet()
    {
        var route = Route("", "");

        Assert.That((route.Method, route.Body, route.HasSecret, route.Headers.Count), Is.EqualTo(("GET", (string?)null, false, 0)));
    }

    private static void Change(TemporaryFolder folder, string file, string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(folder.Path, file));
        Assert.That(text, Does.Contain(from));
        folder.Write(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>The project's manifests with an Ingress more for each host and path.</summary>
    private static TemporaryFolder WithIngresses(params string[] rules)
    {
        var folder = new TemporaryFolder().WithProjectManifests();
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            var slash = rule.IndexOf('/', StringComparison.Ordinal);
            folder.Write($"echo/added-{index}.yaml", $$"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: added-{{index}}, namespace: echo}
                spec:
                  rules:
                    - host: {{rule[..slash]}}
                      http:
                        paths:
                          - {path: {{rule[slash..]}}, pathType: Prefix, backend: {service: {name: foo, port: {name: http} } } }
                """);
        }

        return folder;
    }

    private static Gauntlet.Workloads.Routing.Route Route(string image, string annotations)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        var service = File.ReadAllText(Path.Combine(folder.Path, "echo/foo-service.yaml"));
        folder.Write("echo/foo-service.yaml", service.Replace("  namespace: echo\n", "  namespace: echo\n" + annotations, StringComparison.Ordinal));
        if (image.Length > 0)
        {
            var deployment = File.ReadAllText(Path.Combine(folder.Path, "echo/foo-deployment.yaml"));
            folder.Write("echo/foo-deployment.yaml", System.Text.RegularExpressions.Regex.Replace(deployment, "image: .*", $"image: {image}"));
        }

        var manifests = ManifestSet.Load(folder.Path);
        Assert.That(manifests.Problems, Is.Empty);
        return manifests.Routes.Single(route => route.Name == "foo");
    }
}
