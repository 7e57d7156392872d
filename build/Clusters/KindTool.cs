using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Gauntlet.Build.Clusters;

/// <summary>The settings of a kind command; the executable is the one that Validate resolved.</summary>
public sealed class KindSettings : ToolSettings
{
}

/// <summary>Runs kind as Cake runs its tools.</summary>
public sealed class KindTool(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : Tool<KindSettings>(fileSystem, environment, processRunner, tools)
{
    /// <summary>Runs kind to its end.</summary>
    /// <exception cref="CakeException">It exited with another code than 0.</exception>
    public void Run(string executable, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var builder = new ProcessArgumentBuilder();
        foreach (var argument in arguments)
        {
            _ = argument.Contains(' ', StringComparison.Ordinal) ? builder.AppendQuoted(argument) : builder.Append(argument);
        }

        Run(new KindSettings { ToolPath = executable }, builder);
    }

    /// <inheritdoc/>
    protected override string GetToolName() => "kind";

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => ["kind", "kind.exe"];
}
