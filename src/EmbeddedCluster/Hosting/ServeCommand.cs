using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary><c>serve --name ... --directory ...</c>: runs a cluster until it is told to stop, or nobody uses it.</summary>
internal static class ServeCommand
{
    private const string Usage =
        "usage: serve --name <cluster> --directory <dir> [--http-port 80] [--https-port 443] [--idle-timeout 00:30:00] "
        + "[--fault <fault>]... [--built-image <image>]...; "
        + "the start-up token is read from " + EmbeddedClusterFiles.TokenVariable + ". Faults: " + FaultSet.Known;

    public static async Task<int> RunAsync(string[] arguments)
    {
        ClusterSettings settings;
        try
        {
            settings = Parse(arguments);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\n{Usage}");
            return 2;
        }

        // The terminal's Ctrl+C and hang-up are meant for the pipeline, which stops its cluster itself.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        Directory.CreateDirectory(settings.Directory);
        await using var host = ClusterHost.Build(settings, TimeProvider.System);
        var endpoint = await host.StartAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(endpoint, JsonSerializerOptions.Web));
        await Console.Out.FlushAsync();
        host.Announce(endpoint);
        await host.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }

    internal static ClusterSettings Parse(string[] arguments)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> faults = [];
        List<ImageReference> built = [];
        for (var index = 0; index < arguments.Length; index += 2)
        {
            if (index + 1 == arguments.Length)
            {
                throw new FormatException($"{arguments[index]} needs a value.");
            }

            if (arguments[index] == "--fault")
            {
                faults.Add(arguments[index + 1]);
            }
            else if (arguments[index] == "--built-image")
            {
                built.Add(ImageReference.TryParse(arguments[index + 1]) ?? throw new FormatException($"{arguments[index + 1]} is no image."));
            }
            else if (arguments[index] is "--name" or "--directory" or "--http-port" or "--https-port" or "--idle-timeout")
            {
                options[arguments[index]] = arguments[index + 1];
            }
            else
            {
                throw new FormatException($"Unknown option {arguments[index]}.");
            }
        }

        string Required(string name) => options.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw new FormatException($"{name} is missing.");
        int Port(string name, int otherwise) => !options.TryGetValue(name, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535
                ? port
                : throw new FormatException($"{name} is not a port: {text}.");
        var idle = !options.TryGetValue("--idle-timeout", out var span) ? TimeSpan.FromMinutes(30)
            : TimeSpan.TryParse(span, CultureInfo.InvariantCulture, out var parsed) && parsed > TimeSpan.Zero
                ? parsed
                : throw new FormatException($"--idle-timeout is not a time: {span}.");
        var token = Environment.GetEnvironmentVariable(EmbeddedClusterFiles.TokenVariable) is { Length: > 0 } given ? given
            : throw new FormatException($"The environment variable {EmbeddedClusterFiles.TokenVariable} is missing.");
        return new ClusterSettings(Required("--name"), Path.GetFullPath(Required("--directory")),
            Port("--http-port", 80), Port("--https-port", 443), idle, token, FaultSet.Parse(faults))
        { BuiltImages = built };
    }
}
