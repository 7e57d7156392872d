namespace Gauntlet.Build.Tools;

/// <summary>Where tools are looked for, and how long a download may take.</summary>
/// <param name="CacheFolder">The user's cache folder for tools; made when the first download needs it.</param>
public sealed record ToolResolverOptions(string CacheFolder)
{
    /// <value>Default 60 s, for all downloads of a resolver together.</value>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>The PATH; default empty.</value>
    public string? SearchPath { get; init; }

    /// <value>Default: the platform of this process.</value>
    public string Platform { get; init; } = ToolPlatform.Current;

    /// <value>Told what a download is doing, every two seconds; default nobody.</value>
    public IProgress<string>? Progress { get; init; }
}

/// <summary>Finds a pinned tool: on PATH, in the cache, or by a verified download.</summary>
/// <param name="http">With its own timeout switched off: the options' deadline is the one that counts.</param>
/// <param name="time">The clock of the deadline.</param>
/// <param name="probe">Asks a tool on PATH for its version.</param>
/// <param name="options">Where to look, and how long to wait.</param>
public sealed class ToolResolver(HttpClient http, TimeProvider time, IToolProbe probe, ToolResolverOptions options)
{
    private readonly DownloadBudget _budget = new(options.DownloadTimeout, time);
    private readonly ToolCache _cache = new(options.CacheFolder, options.Platform);

    /// <summary>The tool on PATH, else in the cache, else null. Downloads nothing.</summary>
    /// <exception cref="ToolException">The tool on PATH is of a version that must not run.</exception>
    public ResolvedTool? Find(ToolPin pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        if (SearchPath.Find(pin.Name, options.SearchPath) is { } onPath)
        {
            return Identify(pin, onPath);
        }

        return pin.Downloads.TryGetValue(options.Platform, out var download) && _cache.Find(pin, download) is { } cached
            ? new ResolvedTool(pin.Name, cached, pin.Version, ToolSource.Cache, null) { Sha256 = ToolFile.Hash(cached) }
            : null;
    }

    /// <summary>The tool on PATH, else in the cache, else downloaded, verified against the pin, and cached.</summary>
    /// <exception cref="ToolException">It is unavailable; the message says why and the remedy what to do.</exception>
    public async Task<ResolvedTool> ResolveAsync(ToolPin pin, bool allowDownload, CancellationToken cancellation)
    {
        if (Find(pin) is { } found)
        {
            return found;
        }

        if (!pin.Downloads.TryGetValue(options.Platform, out var download))
        {
            throw new ToolException(
                ToolFailure.Unpinned,
                $"{pin.Name} is not on PATH, and {pin.Version} has no pinned checksum for {options.Platform} "
                    + $"(there is one for {string.Join(", ", pin.Downloads.Keys)}).",
                $"Install {pin.Name} {pin.Version} and put it on PATH: {pin.HomePage}");
        }

        if (!allowDownload)
        {
            throw new ToolException(
                ToolFailure.NotFound, $"{pin.Name} is neither on PATH nor in {options.CacheFolder}.",
                $"Run --target=Validate, which downloads it. {ToolDownloader.InstallByHand(pin)}");
        }

        var stored = await DownloadAsync(pin, download, cancellation).ConfigureAwait(false);
        return new ResolvedTool(pin.Name, stored, pin.Version, ToolSource.Download, null) { Sha256 = ToolFile.Hash(stored) };
    }

    /// <summary>It is run for its version only where its file is not the pinned one, and holds no version that must not run.</summary>
    private ResolvedTool Identify(ToolPin pin, string path)
    {
        var hash = ToolFile.Hash(path);
        if (pin.Downloads.TryGetValue(options.Platform, out var download) && download is { ArchiveEntry: null } && hash == download.Sha256)
        {
            return new ResolvedTool(pin.Name, path, pin.Version, ToolSource.Path, null) { Sha256 = hash };
        }

        if (ToolFile.FindText(path, pin.Refused.Keys) is { } held)
        {
            throw Refused(pin, $"{path}, by what stands in it, is {pin.Name} {held}", pin.Refused[held]);
        }

        var version = ToolVersion.Find(probe.Ask(path, pin.VersionArguments)) ?? ToolVersion.Unknown;
        return pin.Refused.TryGetValue(version, out var reason)
            ? throw Refused(pin, $"{path} is {pin.Name} {version}", reason)
            : new ResolvedTool(pin.Name, path, version, ToolSource.Path, ToolVersion.WarnOfSkew(pin, version)) { Sha256 = hash };
    }

    private static ToolException Refused(ToolPin pin, string what, string reason) => new(
        ToolFailure.Refused, $"{what}, which must not run: {reason}.",
        $"Treat what this machine could reach as exposed, remove that file, and install {pin.Version}: {pin.HomePage}");

    private async Task<string> DownloadAsync(ToolPin pin, ToolDownload download, CancellationToken cancellation)
    {
        string? work = null;
        try
        {
            work = _cache.CreateWorkFolder();
            await new ToolDownloader(http, time, _budget, options.Progress).FetchAsync(pin, download, work, cancellation).ConfigureAwait(false);
            return _cache.Store(pin, download, work);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                ToolFailure.Storage, $"{pin.Name} {pin.Version} could not be stored in {options.CacheFolder}: {e.Message}",
                $"Make that folder writable and free space on its disk. {ToolDownloader.InstallByHand(pin)}", e);
        }
        finally
        {
            ToolCache.Discard(work);
        }
    }
}
