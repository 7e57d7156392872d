using Gauntlet.Build;
using Gauntlet.PipelineHarness;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.HostBench;

/// <summary>
/// The whole host, from its arguments to its exit code, within the process of the tests: as fast as its work, and as many side by side as a test likes.
/// What only a process can show (signals, being killed, its descriptors, the shell) is for <see cref="PipelineProcess"/>.
/// </summary>
public sealed class InProcessHost(ProjectCopy copy)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>What it writes on.</summary>
    public TestTerminal Terminal { get; init; } = new();

    /// <summary>The signals that it listens to.</summary>
    public TestSignals Signals { get; } = new();

    /// <summary>Further environment variables; null removes one. <see cref="HostVariables"/> says what the others are.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The folder that it is told to work in.</summary>
    public string Working { get; init; } = copy.Root;

    /// <summary>Registers services in place of the host's own, such as a clock.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="TimeoutException">It still ran after five minutes; the message holds the output.</exception>
    public async Task<PipelineResult> RunAsync(params string[] arguments)
    {
        var run = Task.Factory.StartNew(() => Run(arguments), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var exitCode = await run.WaitAsync(Deadline);
            return new PipelineResult(exitCode, Terminal.Output, Terminal.Errors, copy.Artifact("state.json"));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The pipeline still ran after {Deadline.TotalMinutes} minutes.\n{Terminal.Output}");
        }
    }

    private int Run(IEnumerable<string> arguments)
    {
        var environment = new HostEnvironment(HostVariables.Of(copy, Variables), Path.GetDirectoryName(Checkout.Host)!);
        var startup = Startup.Parse(["--working=" + Working, .. arguments], environment, Terminal, Signals);
        // The entry assembly, where Frosting looks for tasks, is that of the tests.
        return startup.Ended ?? startup.ExitCode(startup.CreateHost(Replace).AddAssembly(typeof(Startup).Assembly).Run(startup.HostArguments));
    }
}

/// <summary>Runs of the whole host on a copy of the project.</summary>
public static class InProcessRuns
{
    /// <summary>Runs the host within this process.</summary>
    public static Task<PipelineResult> RunInProcessAsync(this ProjectCopy copy, params string[] arguments) => new InProcessHost(copy).RunAsync(arguments);

    /// <summary>Runs the host within this process, with further environment variables (null removes one).</summary>
    public static Task<PipelineResult> RunInProcessAsync(this ProjectCopy copy, IReadOnlyDictionary<string, string?> variables, params string[] arguments) =>
        new InProcessHost(copy) { Variables = variables }.RunAsync(arguments);
}
