using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

/// <summary>A cache folder, a PATH folder and a resolver over them, all removed at the end.</summary>
internal sealed class ToolBench : IDisposable
{
    public const string Platform = "linux-test";

    public static readonly byte[] Binary = Encoding.UTF8.GetBytes("tool v1.2.3\n");

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gauntlet-tools-");

    public string Cache => Path.Combine(_root.FullName, "cache");

    public string OnPath => Directory.CreateDirectory(Path.Combine(_root.FullName, "path")).FullName;

    /// <summary>What a tool on PATH answers when it is asked for its version.</summary>
    public string Answer { get; set; } = "tool v1.2.3";

    /// <summary>The tools that were run for their version.</summary>
    public List<string> Asked { get; } = [];

    public List<string> Progress { get; } = [];

    public static ToolPin Pin(Uri address, byte[] content, string? archiveEntry = null) =>
        new("tool", "1.2.3", ["version"], 0, new Dictionary<string, ToolDownload> { [Platform] = new(address, Sha256(content), archiveEntry) })
        {
            HomePage = new Uri("https://example.test/install"),
            Refused = new Dictionary<string, string> { ["6.6.6"] = "it was tampered with" },
        };

    public ToolResolver Resolver(TimeProvider? time = null, TimeSpan? deadline = null, string platform = Platform) => new(
        _http,
        time ?? TimeProvider.System,
        new FixedProbe(this),
        new ToolResolverOptions(Cache)
        {
            SearchPath = OnPath,
            Platform = platform,
            DownloadTimeout = deadline ?? TimeSpan.FromSeconds(60),
            Progress = new ListProgress(Progress),
        });

    /// <summary>Every file below the cache folder.</summary>
    public string[] CachedFiles() => Directory.Exists(Cache) ? Directory.GetFileSystemEntries(Cache, "*", SearchOption.AllDirectories) : [];

    public string PutOnPath(bool executable = true) => PutOnPath(Binary, executable);

    public string PutOnPath(byte[] content, bool executable = true)
    {
        var file = Path.Combine(OnPath, OperatingSystem.IsWindows() ? "tool.exe" : "tool");
        File.WriteAllBytes(file, content);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return file;
    }

    /// <summary>A .tar.gz of the given entries.</summary>
    public static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (name, content) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return packed.ToArray();
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public void Dispose()
    {
        _http.Dispose();
        _root.Delete(recursive: true);
    }

    private sealed class FixedProbe(ToolBench bench) : IToolProbe
    {
        public string Ask(string path, IReadOnlyList<string> arguments)
        {
            bench.Asked.Add(path);
            return bench.Answer;
        }
    }

    private sealed class ListProgress(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
