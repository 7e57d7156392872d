using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Gauntlet.Build.Security;

/// <summary>The settings of a trivy command; the executable is the one that Validate resolved.</summary>
public sealed class TrivySettings : ToolSettings
{
}

/// <summary>Runs trivy as Cake runs its tools.</summary>
public sealed class TrivyTool(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : Tool<TrivySettings>(fileSystem, environment, processRunner, tools)
{
    /// <summary>Runs trivy to its end; answers its exit code.</summary>
    public int Run(string executable, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var builder = new ProcessArgumentBuilder();
        foreach (var argument in arguments)
        {
            builder.AppendQuoted(argument);
        }

        var exitCode = 0;
        var settings = new TrivySettings
        {
            ToolPath = executable,
            HandleExitCode = code =>
            {
                exitCode = code;
                return true;
            },
        };
        Run(settings, builder);
        return exitCode;
    }

    /// <inheritdoc/>
    protected override string GetToolName() => "trivy";

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => ["trivy", "trivy.exe"];
}
