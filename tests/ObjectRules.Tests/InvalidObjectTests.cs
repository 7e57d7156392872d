using Gauntlet.ObjectRules.References;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>Files of one broken rule each, named by the file.</summary>
[TestFixture]
public sealed class InvalidObjectTests
{
    [TestCase("annotation-key-bad", "metadata.annotations")]
    [TestCase("dep-deadline-below-minready", "spec.progressDeadlineSeconds")]
    [TestCase("dep-negative", "spec.replicas")]
    [TestCase("dep-restart-never", "spec.template.spec.restartPolicy")]
    [TestCase("env-name-bad", "spec.containers[0].env[0].name")]
    [TestCase("ing-host-upper", "spec.rules[0].host")]
    [TestCase("ing-path-relative", "spec.rules[0].http.paths[0].path")]
    [TestCase("ing-pathtype-missing", "spec.rules[0].http.paths[0].pathType")]
    [TestCase("ing-wild-bad", "spec.rules[0].host")]
    [TestCase("label-value-bad", "metadata.labels")]
    [TestCase("name-dup", "spec.containers[1].name")]
    [TestCase("ns-dotted", "metadata.name")]
    [TestCase("port-range", "spec.containers[0].ports[0].containerPort")]
    [TestCase("probe-two", "spec.containers[0].livenessProbe.tcpSocket")]
    [TestCase("quantity-bad", "spec.containers[0].resources.limits[memory]")]
    [TestCase("secret-not-base64", "data[k]")]
    [TestCase("svc-dotted", "metadata.name")]
    [TestCase("svc-two-unnamed", "spec.ports[0].name", "spec.ports[1].name")]
    [TestCase("svc-upper", "metadata.name")]
    public void Check_InvalidFile_NamesTheField(string file, params string[] fields) =>
        Assert.That(Rules.Check(Read(file)).Select(problem => problem.Field), Is.EqualTo(fields));

    /// <summary>The server takes it; the probe then fails for ever.</summary>
    [Test]
    public void Check_ProbeOfAnUnknownPort_IsAMissingReference() =>
        Assert.That(ReferenceRules.Check([Read("probe-port-unknown")], new ClusterContent()).Select(problem => problem.Problem.Field),
            Is.EqualTo(new[] { "spec.containers[0].readinessProbe.httpGet.port" }));

    [Test]
    public void Files_AreAllNamedHere() => Assert.That(
        Directory.EnumerateFiles(Path.Combine(RuleCase.Folder, "Invalid")).Select(Path.GetFileNameWithoutExtension),
        Is.EquivalentTo(typeof(InvalidObjectTests).GetMethod(nameof(Check_InvalidFile_NamesTheField))!.GetCustomAttributes(typeof(TestCaseAttribute), false)
            .Select(row => (string)((TestCaseAttribute)row).Arguments[0]!).Append("probe-port-unknown")));

    private static System.Text.Json.Nodes.JsonObject Read(string file) => Yaml.Objects(Path.Combine(RuleCase.Folder, "Invalid", $"{file}.yaml")).Single();
}
