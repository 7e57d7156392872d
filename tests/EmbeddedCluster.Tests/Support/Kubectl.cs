using System.Diagnostics;

namespace Gauntlet.EmbeddedCluster.Tests.Support;

/// <summary>The kubectl on this machine, with a kubeconfig.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    /// <summary>Runs it and fails the test when it does not end with 0.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryRunAsync(arguments);
        Assert.That(code, Is.Zero, $"kubectl {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public async Task<(int Code, string Output)> TryRunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var cancellationToken = TestContext.CurrentContext.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.Kill(); // nothing where it has ended
        }

        return (process.ExitCode, await output + await errors);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--kubeconfig={kubeconfig}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
