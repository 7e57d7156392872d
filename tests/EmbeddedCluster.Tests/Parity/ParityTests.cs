using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>The same on a real cluster and on the embedded one.</summary>
[Category("Cluster")]
[NonParallelizable]
[CancelAfter(600_000)]
internal sealed partial class ParityTests
{
    private const int Needed = 3;
    private const int Attempts = 5;
    private KindCluster _kind = null!;
    private TestCluster _embedded = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _kind = await KindCluster.CreateAsync(CancellationToken.None);
        _embedded = await TestCluster.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _embedded.DisposeAsync();
        await _kind.DisposeAsync();
    }

    [Test]
    public async Task Scenario_OnKinDAndEmbedded_HasTheSameTransitions(CancellationToken cancellationToken)
    {
        var expected = await StableAsync(cancellationToken);

        using var client = new ClusterClient(_embedded.Endpoint.Kubeconfig);
        var actual = await Scenario.PlayAsync(client, cancellationToken);

        Assert.That(actual, Is.EqualTo(expected), () => Difference(expected, actual));
    }

    [Test]
    public async Task Get_AllNamespaces_PrintsTheSameColumns(CancellationToken cancellationToken)
    {
        Assert.That(await HeadersAsync(_embedded.Endpoint.Kubeconfig), Is.EqualTo(await HeadersAsync(_kind.Kubeconfig)).And.Count.EqualTo(8));
    }

    /// <summary>The transitions on KinD, once they were the same three times in a row.</summary>
    private async Task<IReadOnlyList<string>> StableAsync(CancellationToken cancellationToken)
    {
        using var client = new ClusterClient(_kind.Kubeconfig);
        List<IReadOnlyList<string>> runs = [];
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            runs.Add(await Scenario.PlayAsync(client, cancellationToken));
            await TestContext.Progress.WriteLineAsync($"KinD run {attempt}: {runs[^1].Count} lines; to the run before: {(attempt == 1 ? "none" : Difference(runs[^2], runs[^1]))}");
            if (runs.Count >= Needed && runs.TakeLast(Needed).All(run => run.SequenceEqual(runs[^1])))
            {
                await TestContext.Out.WriteLineAsync($"Stable on KinD after {attempt} runs:\n{string.Join('\n', runs[^1])}");
                return runs[^1];
            }
        }

        throw new AssertionException($"KinD itself did not repeat its transitions {Needed} times in {Attempts} runs; the last two differ by: {Difference(runs[^2], runs[^1])}");
    }

    private static async Task<IReadOnlyList<string>> HeadersAsync(string kubeconfig)
    {
        var (kubectl, echo) = (new Kubectl(kubeconfig), Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests", "echo"));
        await kubectl.RunAsync("apply", "-f", Path.Combine(echo, "namespace.yaml"));
        await kubectl.RunAsync("apply", "-f", echo);
        await kubectl.RunAsync("rollout", "status", "deployment/foo", "-n", "echo", "--timeout=120s");
        var tables = await kubectl.RunAsync("get", "nodes,pods,svc,ingress,deployments,replicasets,endpoints,configmaps", "-A");
        return [.. tables.Split('\n').Where(line => Header().IsMatch(line)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }

    private static string Difference(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (left, right) = (before.ToList(), after.ToList());
        foreach (var line in after)
        {
            left.Remove(line);
        }

        foreach (var line in before)
        {
            right.Remove(line);
        }

        return left.Count + right.Count == 0 ? "nothing" : $"\n{string.Join('\n', [.. left.Select(line => $"  - {line}"), .. right.Select(line => $"  + {line}")])}\n";
    }

    [GeneratedRegex("^(NAMESPACE +)?NAME ")]
    private static partial Regex Header();
}
