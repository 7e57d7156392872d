using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>The real cluster: it does what is recorded of it, so that the embedded one can be held against the record without it.</summary>
[Category("Cluster")]
[NonParallelizable]
[CancelAfter(600_000)]
internal sealed partial class ParityTests
{
    private const int Repeats = 3; // before a run is recorded
    private const int Attempts = 3; // a busy node adds an accident of its own now and then, such as a FailedMount that is tried again
    private KindCluster _kind = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _kind = await KindCluster.CreateAsync(CancellationToken.None);

    [OneTimeTearDown]
    public async Task StopAsync() => await _kind.DisposeAsync();

    [Test]
    public async Task Scenario_OnKinD_HasTheRecordedTransitions(CancellationToken cancellationToken)
    {
        using var client = new ClusterClient(_kind.Kubeconfig);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await Recording.WriteAsync(await StableAsync(client, cancellationToken), cancellationToken);
            return;
        }

        var expected = await Recording.ReadAsync(cancellationToken);
        IReadOnlyList<string> actual = [];
        for (var attempt = 1; attempt <= Attempts && !actual.SequenceEqual(expected); attempt++)
        {
            actual = await PlayAsync(client, attempt, expected, cancellationToken);
        }

        Assert.That(actual, Is.EqualTo(expected), () => Recording.Difference(expected, actual));
    }

    [Test]
    public async Task Get_AllNamespaces_PrintsTheSameColumns()
    {
        await using var embedded = await TestCluster.StartAsync();
        Assert.That(await HeadersAsync(embedded.Endpoint.Kubeconfig), Is.EqualTo(await HeadersAsync(_kind.Kubeconfig)).And.Count.EqualTo(8));
    }

    /// <summary>The transitions on KinD, once they were the same three times in a row.</summary>
    private static async Task<IReadOnlyList<string>> StableAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<string>> runs = [];
        while (runs.Count < Repeats || runs.TakeLast(Repeats).Any(run => !run.SequenceEqual(runs[^1])))
        {
            runs.Add(await PlayAsync(client, runs.Count + 1, runs.LastOrDefault() ?? [], cancellationToken));
        }

        return runs[^1];
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(
        ClusterClient client, int attempt, IReadOnlyList<string> before, CancellationToken cancellationToken)
    {
        var lines = await Scenario.PlayAsync(client, cancellationToken);
        await TestContext.Progress.WriteLineAsync($"KinD run {attempt}: {lines.Count} lines; difference: {Recording.Difference(before, lines)}");
        return lines;
    }

    private static async Task<IReadOnlyList<string>> HeadersAsync(string kubeconfig)
    {
        var (kubectl, echo) = (new Kubectl(kubeconfig), Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests", "echo"));
        await kubectl.RunAsync("apply", "-f", Path.Combine(echo, "namespace.yaml"));
        await kubectl.RunAsync("apply", "-f", echo);
        await kubectl.RunAsync("rollout", "status", "deployment/foo", "-n", "echo", "--timeout=120s");
        var tables = await kubectl.RunAsync("get", "nodes,pods,svc,ingress,deployments,replicasets,endpoints,configmaps", "-A");
        return [.. tables.Split('\n').Where(line => Header().IsMatch(line))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }

    [GeneratedRegex("^(NAMESPACE +)?NAME ")]
    private static partial Regex Header();
}
