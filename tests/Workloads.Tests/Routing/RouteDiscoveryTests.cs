using Gauntlet.Workloads.Manifests;

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
        Assert.That(manifests.Routes.Select(route => (route.Name, route.ExpectedBody)), Is.EquivalentTo(new[] { ("foo", "foo\n"), ("bar", "bar\n"), ("baz", "baz\n") }));
    }

    [Test]
    public void Routes_Annotations_WinOverTheDefaults()
    {
        var route = Route("", "  annotations:\n    gauntlet/expect-status: \"404\"\n    gauntlet/expect-body: gone\n    gauntlet/path: /x?y=1\n");

        Assert.That((route.ExpectedStatus, route.ExpectedBody, route.Path), Is.EqualTo((404, "gone", "/x?y=1")));
    }

    [Test]
    public void Routes_AnotherImage_DoesNotCheckTheBody() => Assert.That(Route("other/image:1", "").ExpectedBody, Is.Null);

    [TestCase("host: foo.localhost", "host: foo.example.com", "echo/ingress.yaml", "not local", TestName = "Routes_ForeignHost_IsAProblem")]
    [TestCase("host: foo.localhost", "host: localhost.example.com", "echo/ingress.yaml", "not local", TestName = "Routes_HostThatOnlyLooksLocal_IsAProblem")]
    [TestCase("host: foo.localhost", "host: xlocalhost", "echo/ingress.yaml", "not local", TestName = "Routes_HostWithoutADot_IsAProblem")]
    [TestCase("name: foo\n", "name: nobody\n", "echo/ingress.yaml", "'nobody', which does not exist in echo", TestName = "Routes_MissingService_IsAProblem")]
    [TestCase("                  name: http\n", "                  name: grpc\n", "echo/ingress.yaml", "no port grpc", TestName = "Routes_MissingPort_IsAProblem")]
    [TestCase("  namespace: echo\n", "  namespace: echo\n  annotations:\n    gauntlet/expect-status: fine\n", "echo/foo-service.yaml", "'fine'", TestName = "Routes_StatusThatIsNone_IsAProblem")]
    public void Routes_OneWrongLine_IsAProblem(string from, string to, string file, string what)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        var text = File.ReadAllText(Path.Combine(folder.Path, file));
        Assert.That(text, Does.Contain(from));
        folder.Write(file, text.Replace(from, to, StringComparison.Ordinal));

        var problems = ManifestSet.Load(folder.Path).Problems;

        Assert.That(problems, Is.Not.Empty.And.All.Matches<ManifestProblem>(problem => problem?.What.Contains(what, StringComparison.Ordinal) == true));
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
