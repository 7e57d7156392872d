namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>Hands out virtual addresses and node ports of Services. Nothing listens there: traffic enters through the ingress.</summary>
internal sealed class ServiceAddresses
{
    private int _address = 9;
    private int _nodePort = 29_999;

    public string NextClusterIp()
    {
        var next = Interlocked.Increment(ref _address);
        return $"10.96.{(next >> 8) & 0xff}.{next & 0xff}";
    }

    public int NextNodePort() => Interlocked.Increment(ref _nodePort);
}
