using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Gauntlet.Build.Processes;

/// <summary>The settings of a <see cref="PinnedTool"/>.</summary>
public sealed class PinnedToolSettings : ToolSettings
{
}

/// <summary>Runs a tool that Cake has no alias for, by the path that Validate resolved, as Cake runs its own tools.</summary>
public sealed class PinnedTool(ICakeContext context, string name)
    : Tool<PinnedToolSettings>(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools)
{
    /// <summary>Runs the tool to its end.</summary>
    /// <exception cref="CakeException">It exited with another code than 0.</exception>
    public void Run(string executable, params string[] arguments) => Run(new PinnedToolSettings { ToolPath = executable }, Render(arguments));

    /// <summary>Runs the tool to its end; answers its exit code, whatever it is.</summary>
    public int RunForExitCode(string executable, params string[] arguments)
    {
        var exitCode = 0;
        var settings = new PinnedToolSettings
        {
            ToolPath = executable,
            HandleExitCode = code =>
            {
                exitCode = code;
                return true;
            },
        };
        Run(settings, Render(arguments));
        return exitCode;
    }

    /// <inheritdoc/>
    protected override string GetToolName() => name;

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => [name, name + ".exe"];

    /// <summary>Arguments as a command line.</summary>
    internal static ProcessArgumentBuilder Render(IEnumerable<string> arguments)
    {
        var builder = new ProcessArgumentBuilder();
        foreach (var argument in arguments)
        {
            // A plain argument stays as it is: the line is shown to people.
            _ = argument.All(IsPlain) ? builder.Append(argument) : builder.AppendQuoted(argument);
        }

        return builder;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "-_=./:,@".Contains(c, StringComparison.Ordinal);
}
