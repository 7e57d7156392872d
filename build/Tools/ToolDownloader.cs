using System.Buffers;
using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Gauntlet.Build.Tools;

/// <summary>Downloads a pinned file into a folder, verified before anything looks into it.</summary>
internal sealed class ToolDownloader(HttpClient http, TimeProvider time, DownloadBudget budget, IProgress<string>? progress)
{
    private const int BlockSize = 128 * 1024;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    /// <summary>Leaves the tool itself in the folder, under its own name, and beside it the archive that it came in.</summary>
    /// <exception cref="ToolException">The server did not deliver in time, or delivered something else.</exception>
    public async Task FetchAsync(ToolPin pin, ToolDownload download, string folder, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(budget.Remaining(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        var tool = Path.Combine(folder, SearchPath.FileName(pin.Name));
        var file = download.ArchiveEntry is null ? tool : ToolArchive.Beside(tool);
        try
        {
            var actual = await ReceiveAsync(pin, download.Address, file, either.Token).ConfigureAwait(false);
            if (!actual.Equals(download.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                throw new ToolException(
                    ToolFailure.Checksum,
                    $"{download.Address} is not {pin.Name} {pin.Version}: its SHA-256 is {actual}, pinned is {download.Sha256}. Nothing was kept.",
                    $"Do not run that file. See whether something between here and the server alters downloads; if not, report it. {InstallByHand(pin)}");
            }

            if (download.ArchiveEntry is { } entry)
            {
                Extract(pin, file, entry, tool);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ToolException(
                ToolFailure.Deadline,
                $"{pin.Name} {pin.Version} was not downloaded from {download.Address} within {Seconds(budget.Total)} s, "
                    + "the deadline of all downloads together.",
                $"Raise --download-timeout, or see whether {download.Address.Host} can be reached from here. {InstallByHand(pin)}",
                e);
        }
        catch (HttpRequestException e)
        {
            throw new ToolException(
                ToolFailure.Download,
                $"{pin.Name} {pin.Version} could not be downloaded from {download.Address}: {Reason(e)}",
                e.GetBaseException() is AuthenticationException
                    ? $"Install the authority that signed it on this machine (docs/offline.md). {InstallByHand(pin)}"
                    : $"See whether {download.Address.Host} can be reached from here. {InstallByHand(pin)}",
                e);
        }
    }

    /// <summary>The remedy that always works.</summary>
    public static string InstallByHand(ToolPin pin) => $"Or install {pin.Name} {pin.Version} and put it on PATH: {pin.HomePage}";

    private static string Reason(HttpRequestException e) =>
        e.StatusCode is { } status ? $"the server answered {(int)status}."
        : e.GetBaseException() is AuthenticationException why ? $"the server's certificate is not trusted: {why.Message}"
        : e.Message;

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Extract(ToolPin pin, string archive, string name, string tool)
    {
        try
        {
            if (!ToolArchive.Extract(archive, name, tool))
            {
                throw Unreadable($"it holds no file '{name}'", null);
            }
        }
        catch (InvalidDataException e)
        {
            throw Unreadable($"it cannot be unpacked ({e.Message})", e);
        }

        ToolException Unreadable(string why, Exception? inner) =>
            new(ToolFailure.Storage, $"The archive of {pin.Name} {pin.Version} has the pinned checksum, but {why}.",
                $"The pin itself is wrong; report it. {InstallByHand(pin)}", inner);
    }

    private async Task<string> ReceiveAsync(ToolPin pin, Uri address, string file, CancellationToken cancellation)
    {
        progress?.Report($"downloading {pin.Name} {pin.Version} from {address.Host}");
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var total = response.Content.Headers.ContentLength;
        var source = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closeSource = source.ConfigureAwait(false);
        var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await using var closeTarget = target.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var (received, reported) = (0L, time.GetTimestamp());
            while (await ReadAsync(source, block, cancellation).ConfigureAwait(false) is > 0 and var count)
            {
                hash.AppendData(block, 0, count);
                await target.WriteAsync(block.AsMemory(0, count), cancellation).ConfigureAwait(false);
                received += count;
                if (time.GetElapsedTime(reported) >= ProgressInterval)
                {
                    reported = time.GetTimestamp();
                    progress?.Report($"{pin.Name}: {Megabytes(received)}{(total is { } all ? $" of {Megabytes(all)}" : "")} MB");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<int> ReadAsync(Stream source, Memory<byte> block, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(block, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // A connection that was reset arrives as the kind of exception that a full disk throws, and is not one.
            throw new HttpRequestException(e.Message, e);
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
