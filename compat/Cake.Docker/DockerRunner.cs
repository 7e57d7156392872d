using System.Collections.Generic;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Docker;

internal sealed class DockerRunner<TSettings>(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : Tool<TSettings>(fileSystem, environment, processRunner, tools)
    where TSettings : AutoToolSettings, new()
{
    public void Run(string command, TSettings settings, string[] additional)
    {
        Run(settings ?? new TSettings(), Arguments(command, settings, additional));
    }

    public string[] RunWithResult(string command, TSettings settings, string[] additional)
    {
        string[] lines = [];
        Run(
            settings ?? new TSettings(),
            Arguments(command, settings, additional),
            new ProcessSettings { RedirectStandardOutput = true },
            process => lines = [.. process.GetStandardOutput()]);
        return lines;
    }

    protected override string GetToolName() => "Docker";

    protected override IEnumerable<string> GetToolExecutableNames() => ["docker", "docker.exe"];

    private static ProcessArgumentBuilder Arguments(string command, TSettings? settings, string[] additional)
    {
        var builder = new ProcessArgumentBuilder();
        builder.AppendAll(command, settings!, additional);
        return builder;
    }
}
