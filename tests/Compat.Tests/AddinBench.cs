using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace Gauntlet.Compat.Tests;

/// <summary>A real Cake context whose processes only pretend to run.</summary>
internal sealed class AddinBench : IProcessRunner, IProcess
{
    private readonly Lazy<ICakeContext> _context;

    public AddinBench() => _context = new Lazy<ICakeContext>(CreateContext);

    public ICakeContext Context => _context.Value;

    public int ExitCode { get; set; }

    public string[] Output { get; set; } = [];

    /// <summary>The arguments of the last process, as they would be logged and as they were passed.</summary>
    public string Arguments { get; private set; } = "";

    public string SafeArguments { get; private set; } = "";

    public ProcessSettings? Settings { get; private set; }

    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        (Arguments, SafeArguments, Settings) = (settings.Arguments.Render(), settings.Arguments.RenderSafe(), settings);
        return this;
    }

    public void WaitForExit()
    {
    }

    public bool WaitForExit(int milliseconds) => true;

    public int GetExitCode() => ExitCode;

    public IEnumerable<string> GetStandardOutput() => Output;

    public IEnumerable<string> GetStandardError() => [];

    public void Kill()
    {
    }

    public void Dispose()
    {
    }

    private ICakeContext CreateContext()
    {
        var services = new ServiceCollection();
        var registrar = new ContainerRegistrar(services);
        new CoreModule().Register(registrar);
        registrar.Transfer();
        services.AddCakeDiagnostics()
            .AddSingleton<ICakeConfiguration>(new CakeConfiguration(new Dictionary<string, string>()))
            .AddSingleton<ICakeArguments>(new CakeArguments(Enumerable.Empty<string>().ToLookup(name => name)))
            .AddSingleton<IProcessRunner>(this);
        var context = services.BuildServiceProvider().GetRequiredService<ICakeContext>();

        // A tool need not be installed to see what it would be started with: any existing file serves as it.
        foreach (var tool in (string[])["kubectl", "docker"])
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pretended")).FullName, tool);
            File.WriteAllText(file, "");
            context.Tools.RegisterFile(file);
        }

        return context;
    }
}
