using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>Starts, finds and stops the embedded cluster's process. Needs nothing but the base library.</summary>
public static class EmbeddedClusterProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Starts the process and returns once it is ready. Throws <see cref="InvalidOperationException"/> when a cluster already runs from that directory
    /// or the process ends early, and <see cref="TimeoutException"/> when it is not ready in time; nothing is left running then.
    /// </summary>
    public static async Task<EmbeddedEndpoint> StartAsync(EmbeddedClusterStart options, CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(options.Directory);
        if (TryFind(directory) is { } running)
        {
            throw new InvalidOperationException(
                $"An embedded cluster already runs from {directory} (process {running.Pid}, {running.ApiServer}). Delete it first (--target=DeleteCluster).");
        }

        Directory.CreateDirectory(directory);
        File.Delete(EmbeddedClusterFiles.Endpoint(directory));
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        AtomicFile.Write(EmbeddedClusterFiles.Token(directory), token, secret: true);

        using var process = Process.Start(Describe(options with { Directory = directory }, token))
            ?? throw new InvalidOperationException($"Could not start {options.Executable}.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.ReadyTimeout);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (EmbeddedClusterFiles.Read(directory) is not { } endpoint || endpoint.TokenHash != EmbeddedClusterFiles.Hash(token))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException(
                        $"The embedded cluster ended with code {process.ExitCode} while it started: {(await errors.ConfigureAwait(false)).Trim()} "
                        + $"Its log is {EmbeddedClusterFiles.Log(directory)}.");
                }

                await Task.Delay(PollInterval, deadline.Token).ConfigureAwait(false);
            }

            return EmbeddedClusterFiles.Read(directory)!;
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidOperationException)
        {
            Kill(process);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The embedded cluster was not ready within {options.ReadyTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s. "
                    + $"Its log is {EmbeddedClusterFiles.Log(directory)}.");
            }

            throw;
        }
    }

    /// <summary>The cluster that runs from a directory, or null: no endpoint file, its process is gone, or another process has its id by now.</summary>
    public static EmbeddedEndpoint? TryFind(string directory) =>
        EmbeddedClusterFiles.Read(Path.GetFullPath(directory)) is { } endpoint && IsAlive(endpoint) ? endpoint : null;

    /// <summary>
    /// Asks the cluster to end, and kills its process when it has not within <paramref name="deadline"/>. Removes its endpoint, token and kubeconfig;
    /// the log stays. A cluster that is gone already is only cleaned up. Returns false when the process had to be killed.
    /// </summary>
    public static async Task<bool> StopAsync(EmbeddedEndpoint endpoint, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        var graceful = true;
        if (IsAlive(endpoint))
        {
            using var process = Process.GetProcessById(endpoint.Pid);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(deadline);
            try
            {
                await RequestShutdownAsync(endpoint, limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException or IOException or OperationCanceledException or CryptographicException)
            {
                // A cluster that does not answer is ended all the same: nothing may be left behind.
                graceful = process.HasExited;
                Kill(process);
            }
        }

        foreach (var path in new[] { EmbeddedClusterFiles.Endpoint(endpoint.Directory), EmbeddedClusterFiles.Token(endpoint.Directory), endpoint.Kubeconfig })
        {
            File.Delete(path);
        }

        return graceful;
    }

    private static ProcessStartInfo Describe(EmbeddedClusterStart options, string token)
    {
        var managed = options.Executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(managed ? DotnetHost() : options.Executable)
        {
            // Without the shell and with its own pipes the child keeps nothing of this process's terminal.
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.Directory,
        };
        string[] arguments =
        [
            .. managed ? [options.Executable] : Array.Empty<string>(),
            "serve",
            "--name", options.Name,
            "--directory", options.Directory,
            "--http-port", options.HttpPort.ToString(CultureInfo.InvariantCulture),
            "--https-port", options.HttpsPort.ToString(CultureInfo.InvariantCulture),
            "--idle-timeout", options.IdleTimeout.ToString("c", CultureInfo.InvariantCulture),
            .. options.Faults.SelectMany(fault => new[] { "--fault", fault }),
            .. options.BuiltImages.SelectMany(image => new[] { "--built-image", image }),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (options.Environment is { } environment)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment[EmbeddedClusterFiles.TokenVariable] = token;
        return start;
    }

    private static string DotnetHost() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    private static bool IsAlive(EmbeddedEndpoint endpoint)
    {
        using var process = ProcessStart.Find(endpoint.Pid, endpoint.ProcessStart);
        return process is not null;
    }

    private static async Task RequestShutdownAsync(EmbeddedEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(endpoint.CertificateAuthority);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint.ApiServer}/gauntlet/shutdown");
        var token = await File.ReadAllTextAsync(EmbeddedClusterFiles.Token(endpoint.Directory), cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (InvalidOperationException)
        {
            // It ended by itself first.
        }
    }
}
