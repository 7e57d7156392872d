using Gauntlet.Build.Clusters.Images;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Tests.Stages.Validate;

/// <summary>An image that is built here is in no registry: what would pull it is named by file and line.</summary>
[TestFixture]
public sealed class ImageBuildCheckTests
{
    private const string Remedy = "Write imagePullPolicy: IfNotPresent.";

    private DirectoryInfo _home = null!;

    [SetUp]
    public void SetUp()
    {
        _home = Directory.CreateTempSubdirectory("gauntlet-images-");
        File.WriteAllText(Path.Combine(_home.FullName, "Dockerfile"), "FROM scratch\n");
    }

    [TearDown]
    public void TearDown() => _home.Delete(recursive: true);

    [TestCase("shop:dev", "IfNotPresent", null)]
    [TestCase("shop:dev", "Never", null)]
    [TestCase("shop:dev", null, null)]
    [TestCase("shop:dev", "Always", "manifests/a.yaml:8: Pod default/x would pull shop:dev, which is built here and in no registry. " + Remedy)]
    [TestCase("shop:latest", null,
        "manifests/a.yaml:7: Pod default/x would pull shop:latest, which is built here and in no registry: "
            + "without a policy the tag latest is pulled always. " + Remedy)]
    [TestCase("shop:latest", "Never", null)]
    public void Check_PolicyOfAContainer_MustNotPullWhatIsBuiltHere(string image, string? policy, string? problem)
    {
        var findings = Check(image, policy, "kind", new ImageBuild("Dockerfile", image));

        Assert.That(findings.Problem?.Reason, Is.EqualTo(problem));
    }

    [Test]
    public void Check_ImageThatNoContainerHas_NamesTheNearest() =>
        Assert.That(
            Check("shop:dev", null, "kind", new ImageBuild("Dockerfile", "shop:dve")).Problem!.Reason,
            Is.EqualTo("--build-image=Dockerfile:shop:dve: no container has the image shop:dve "
                + "(did you mean 'shop:dev'?). Write it as the manifests have it."));

    [Test]
    public void Check_DockerfileThatIsNotThere_NamesItAndTheFolder() =>
        Assert.That(
            Check("shop:dev", null, "kind", new ImageBuild("src/Dockerfile", "shop:dev")).Problem!.Reason,
            Is.EqualTo($"--build-image=src/Dockerfile:shop:dev: there is no file src/Dockerfile in {_home.FullName}. Write its path from there."));

    [Test]
    public void Check_OneImageOfTwoDockerfiles_IsRefused()
    {
        File.WriteAllText(Path.Combine(_home.FullName, "Other"), "FROM scratch\n");

        Assert.That(
            Check("shop:dev", null, "kind", new ImageBuild("Dockerfile", "shop:dev"), new ImageBuild("Other", "shop:dev")).Problem!.Reason,
            Is.EqualTo("--build-image builds shop:dev twice, from Dockerfile and Other. Give each image a tag of its own."));
    }

    [Test]
    public void Check_OnTheEmbeddedCluster_SaysThatItIsSimulated()
    {
        var findings = Check("shop:dev", null, "embedded", new ImageBuild("Dockerfile", "shop:dev"));

        Assert.That(findings.Problem, Is.Null);
        Assert.That(findings.Warnings, Has.One.Contains("shop:dev is simulated").And.One.Contains("Dockerfile is not built"));
    }

    private Findings Check(string image, string? policy, string kind, params ImageBuild[] builds)
    {
        var folder = _home.CreateSubdirectory("manifests").FullName;
        File.WriteAllText(Path.Combine(folder, "a.yaml"), $"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: x
            spec:
              containers:
                - image: {image}
                  {(policy is null ? "" : "imagePullPolicy: " + policy)}
                  name: c
            """);
        var findings = new Findings();
        ImageBuildCheck.Check(
            new BuildPaths(_home.FullName) { UserCache = "", EmbeddedExecutable = "" }, builds, ManifestSet.Load(folder), kind, findings);
        return findings;
    }
}
