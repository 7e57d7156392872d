using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>The pipeline on three-node clusters of its own making.</summary>
[TestFixture]
[Category("Cluster")]
[NonParallelizable]
[Platform("Linux")]
public sealed class KindRunTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(2);

    /// <summary>Faults are tests/full-on-kind.sh's matter: what comes of one depends on the machine.</summary>
    private static readonly string[] Full =
        ["--target=Full", "--cluster=kind", "--node-image=" + Kind.NodeImage, "--skip=Test", "--skip=Chaos", .. ShortLoad.Arguments];

    [Test]
    public async Task Full_TwiceInARow_PassesAndLeavesNothing()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy();
        var runs = new List<string?>();
        for (var round = 0; round < 2; round++)
        {
            var run = await copy.PassAsync(Full);

            Assert.That(run.Output, Does.Contain("Verdict: pass"));
            Assert.That(new[] { "metrics.json", "report.md", "report.html" }.Select(name => copy.Artifact(name)), Is.All.Matches<string>(File.Exists));
            Assert.That((string?)run.State["createCluster"]!["result"]!["kind"], Is.EqualTo("kind"));
            await copy.AssertNothingIsLeftAsync();
            runs.Add((string?)run.State["run"]!["id"]);
        }

        Assert.That(runs, Is.Unique, "the second is a run of its own");
    }

    /// <summary>Also: CreateCluster twice, a local image that no registry has, and a third workload that only its files say anything of.</summary>
    [Test]
    public async Task Stages_OneProcessEach_WorkOnAClusterThatOthersCanReach()
    {
        await using var copy = ProjectCopy.Create();
        var local = $"gauntlet.test/http-echo:{copy.ClusterName}";
        await Command.RunAsync(Short, "docker", "tag", "hashicorp/http-echo:1.0.0", local);
        try
        {
            copy.AddWorkload("baz");
            copy.Replace("manifests/echo/baz-deployment.yaml", Kind.EchoImage, local);
            copy.Replace("manifests/echo/baz-deployment.yaml", "IfNotPresent", "Never");
            await copy.PassAsync("--target=Validate", "--cluster=kind", "--skip=ScanSecurity");
            await copy.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage);
            await copy.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage, "--load-image=" + local);
            await AssertNodesAsync(copy, local);
            await copy.PassAsync("--target=Deploy");
            await copy.PassAsync("--target=CheckHealth");
            await AssertAnswersAsync(copy);
            await AssertPoliciesAreNotProvedAsync(copy);
            await copy.PassAsync(["--target=LoadTest", .. ShortLoad.Arguments]);
            foreach (var target in new[] { "ScanSecurity", "CollectDiagnostics", "PostComment", "DeleteCluster" })
            {
                await copy.PassAsync("--target=" + target);
            }

            var verdict = await copy.PassAsync("--target=Verdict", "--skip=Test", "--skip=Chaos");
            Assert.That(verdict.Output, Does.Contain("Verdict: pass"));
            Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("baz"), "it was part of the load");
            await copy.AssertNothingIsLeftAsync();
        }
        finally
        {
            await Command.RunAsync(Short, "docker", "rmi", local);
        }
    }

    /// <summary>An image of the checkout, which no registry has.</summary>
    [Test]
    public async Task Full_ImageOfTheCheckout_IsBuiltAndRuns()
    {
        await using var copy = ProjectCopy.Create();
        var local = $"gauntlet.test/shop:{copy.ClusterName}";
        File.WriteAllText(copy.PathOf("Dockerfile"), "FROM hashicorp/http-echo:1.0.0\nLABEL made.by=the-checkout\n");
        copy.Replace("manifests/echo/foo-deployment.yaml", Kind.EchoImage, local);
        try
        {
            var run = await copy.PassAsync([.. Full, "--skip=ScanSecurity", $"--build-image=Dockerfile:{local}"]);

            var id = (await Command.RunAsync(Short, "docker", "inspect", "--type", "image", "--format", "{{.Id}}", local)).Trim();
            Assert.That((string?)run.State["deploy"]!["result"]!["built"]![0]!["id"], Is.EqualTo(id));
            Assert.That((string?)run.State["deploy"]!["summary"], Does.Contain($"({local} built here from Dockerfile (sha256:"));
            await copy.AssertNothingIsLeftAsync();
        }
        finally
        {
            await Command.RunAsync(Short, "docker", "rmi", local);
        }
    }

    [Test]
    public async Task Full_ImageThatIsNeverPulled_FailsWithThePodAndDeletesTheClusterAllTheSame()
    {
        await using var copy = ProjectCopy.Create();
        copy.Replace("manifests/echo/foo-deployment.yaml", Kind.EchoImage, "absent.example/none:1");
        copy.Replace("manifests/echo/foo-deployment.yaml", "IfNotPresent", "Never");

        var run = await copy.RunAsync([.. Full, "--skip=ScanSecurity"]);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: fail").And.Match("Pod echo/foo-[a-z0-9-]+: ErrImageNeverPull"));
        Assert.That(File.ReadAllText(copy.Artifact("diagnostics", "first-cause.txt")), Does.Contain("ErrImageNeverPull"));
        Assert.That(run.Output, Does.Contain("LoadTest: not run: CheckHealth did not pass"));
        await copy.AssertNothingIsLeftAsync();
    }

    private static async Task AssertNodesAsync(ProjectCopy copy, string image)
    {
        var nodes = await copy.ContainersAsync();
        await copy.KubectlAsync("wait", "nodes", "--all", "--for=condition=Ready", "--timeout=60s"); // CheckHealth is the stage that waits for them
        var ready = Kind.Lines(await copy.KubectlAsync("get", "nodes", "--no-headers"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

        Assert.That(nodes, Has.Count.EqualTo(3), "those of the first cluster are gone");
        Assert.That(ready, Is.EqualTo(new[] { "Ready", "Ready", "Ready" }));
        foreach (var node in nodes)
        {
            var images = await Command.RunAsync(Short, "docker", "exec", node, "ctr", "--namespace=k8s.io", "images", "list", "--quiet");
            Assert.That(Kind.Lines(images), Does.Contain(image), node);
        }
    }

    /// <summary>What makes the network of this node image's pods enforces no policies, which no manifest says; only a connection does.</summary>
    private static async Task AssertPoliciesAreNotProvedAsync(ProjectCopy copy)
    {
        var required = await copy.RunAsync("--target=CheckPolicies", "--require=CheckPolicies");
        var skipped = await copy.PassAsync("--target=CheckPolicies");
        var spaces = await copy.KubectlAsync(
            "get", "namespaces", "--output=jsonpath={range .items[?(@.status.phase==\"Active\")]}{.metadata.name}{\"\\n\"}{end}");

        Assert.That(required.ExitCode, Is.EqualTo(4), required.ToString());
        Assert.That((string?)skipped.State["checkPolicies"]!["summary"], Is.EqualTo("inconclusive: this cluster does not enforce policies"));
        Assert.That((bool?)skipped.State["checkPolicies"]!["result"]!["enforced"], Is.False);
        Assert.That(skipped.State["checkPolicies"]!["result"]!["findings"]!.AsArray(), Is.Not.Empty);
        Assert.That(Kind.Lines(spaces), Has.None.StartsWith("gauntlet-policy"));
    }

    private static async Task AssertAnswersAsync(ProjectCopy copy)
    {
        foreach (var host in new[] { "foo", "bar", "baz" })
        {
            foreach (var address in new[] { $"http://127.0.0.1:{copy.HttpPort}/", $"https://127.0.0.1:{copy.HttpsPort}/" })
            {
                var answer = await Command.RunAsync(Short, "curl", "--silent", "--insecure", "--header", $"Host: {host}.localhost", address);
                Assert.That(answer, Is.EqualTo(host + "\n"), address);
            }
        }
    }
}
