using System;
using System.Collections.Generic;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Kubectl;

public abstract class KubectlTool<TSettings>(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : Tool<TSettings>(fileSystem, environment, processRunner, tools)
    where TSettings : ToolSettings
{
    protected override string GetToolName() => "Kubectl";

    protected override IEnumerable<string> GetToolExecutableNames() => ["kubectl.exe", "kubectl"];
}

public class GenericRunner<TSettings>(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : KubectlTool<TSettings>(fileSystem, environment, processRunner, tools)
    where TSettings : AutoToolSettings, new()
{
    public void Run(string command, TSettings settings, string[] additional)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        Run(settings ?? new TSettings(), Arguments(command, settings, additional));
    }

    public IEnumerable<string> RunWithResult(string command, TSettings settings, string[] additional)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        var process = RunProcess(settings ?? new TSettings(), Arguments(command, settings, additional), new ProcessSettings { RedirectStandardOutput = true });
        process.WaitForExit();
        ProcessExitCode(process.GetExitCode());
        return process.GetStandardOutput();
    }

    private static ProcessArgumentBuilder Arguments(string command, TSettings? settings, string[] additional)
    {
        var builder = new ProcessArgumentBuilder();
        builder.AppendAll(command, settings!, additional);
        return builder;
    }
}
