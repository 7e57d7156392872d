using System.Text;

namespace Gauntlet.LoadGenerator.Http;

/// <summary>The bytes of a route's request, built once and pinned: one form that keeps the connection and one that closes it.</summary>
internal sealed class RequestBytes
{
    private RequestBytes(byte[] keepAlive, byte[] close) => (KeepAlive, Close) = (keepAlive, close);

    public byte[] KeepAlive { get; }

    public byte[] Close { get; }

    public static RequestBytes Of(LoadRoute route) => new(Build(route, "keep-alive"), Build(route, "close"));

    private static byte[] Build(LoadRoute route, string connection)
    {
        var head = new StringBuilder().Append(route.Method).Append(' ').Append(route.Path).Append(" HTTP/1.1\r\nHost: ").Append(route.Host).Append("\r\n");
        if (connection == "close")
        {
            head.Append("Connection: close\r\n"); // keep-alive is HTTP/1.1's default
        }

        foreach (var (name, value) in route.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (route.Body.Length > 0 || route.Method is "POST" or "PUT" or "PATCH")
        {
            head.Append("Content-Length: ").Append(route.Body.Length).Append("\r\n");
        }

        var bytes = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length + route.Body.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        route.Body.CopyTo(pinned.AsMemory(bytes.Length));
        return pinned;
    }
}
