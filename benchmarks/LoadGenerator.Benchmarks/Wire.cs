using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

/// <summary>
/// How long answers take on the wire, from the packet with the request to the packet with the answer, by the kernel's clock, which is the server's: a witness
/// beside what tools say of themselves (nginx's own clock has steps of a millisecond). Watching costs each sender a part of every packet, so it is done in
/// turns of its own.
/// </summary>
internal static class Wire
{
    private const int FileHead = 24, PacketHead = 16, EthernetHead = 14, Kept = 96;

    /// <summary>p50 and p99 in microseconds.</summary>
    public static async Task<string> WatchAsync(int port, TimeSpan length)
    {
        var file = Path.GetTempFileName();
        try
        {
            const string HasData = "ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) != 0";
            string[] command =
            [
                "--signal=INT", length.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                "tcpdump", "-i", "lo", "--immediate-mode", "-B", "16384", "-s", $"{Kept}", "--time-stamp-precision=nano", "-w", file,
                $"tcp port {port} and {HasData}",
            ];
            using var tcpdump = Process.Start(new ProcessStartInfo("timeout", command) { RedirectStandardError = true })!;
            var said = await tcpdump.StandardError.ReadToEndAsync();
            await tcpdump.WaitForExitAsync();
            long[] times = [.. Times(await File.ReadAllBytesAsync(file), port).Order()];
            return times.Length > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{times[times.Length / 2] / 1e3:F0} {times[times.Length * 99 / 100] / 1e3:F0}")
                : throw new InvalidOperationException($"tcpdump saw nothing: {said}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<long> Times(byte[] file, int port)
    {
        var asked = new Dictionary<int, long>();
        for (var at = FileHead; at + PacketHead <= file.Length;)
        {
            var (seconds, nanoseconds, bytes) = (Own(file, at), Own(file, at + 4), (int)Own(file, at + 8));
            var packet = at + PacketHead;
            var ports = packet + EthernetHead + (4 * (file[packet + EthernetHead] & 0xf));
            var (from, to) = (Network(file, ports), Network(file, ports + 2));
            var moment = (seconds * 1_000_000_000L) + nanoseconds;
            if (to == port)
            {
                asked[from] = moment;
            }
            else if (asked.Remove(to, out var since))
            {
                yield return moment - since;
            }

            at = packet + bytes;
        }
    }

    private static uint Own(byte[] file, int at) => BitConverter.ToUInt32(file, at);

    private static int Network(byte[] file, int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
}
