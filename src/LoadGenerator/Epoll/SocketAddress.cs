using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>A target as connect(2) wants it: struct sockaddr_in or sockaddr_in6 of Linux.</summary>
internal sealed class SocketAddress
{
    public SocketAddress(LoadTarget target)
    {
        var isV6 = target.Address.AddressFamily == AddressFamily.InterNetworkV6;
        Family = isV6 ? Libc.AfInet6 : Libc.AfInet;
        Bytes = new byte[isV6 ? 28 : 16];
        BitConverter.TryWriteBytes(Bytes, (ushort)Family);
        BinaryPrimitives.WriteUInt16BigEndian(Bytes.AsSpan(2), (ushort)target.Port);
        target.Address.TryWriteBytes(Bytes.AsSpan(isV6 ? 8 : 4), out _);
        if (isV6)
        {
            BitConverter.TryWriteBytes(Bytes.AsSpan(24), (uint)target.Address.ScopeId);
        }
    }

    public int Family { get; }

    public byte[] Bytes { get; }
}
