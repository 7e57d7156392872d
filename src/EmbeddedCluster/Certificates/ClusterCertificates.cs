using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gauntlet.EmbeddedCluster.Certificates;

/// <summary>The cluster's own certificate authority, and the certificates it issues: API server, administrator, ingress.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _clock;

    public ClusterCertificates(TimeProvider clock)
    {
        _clock = clock;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var (from, to) = Validity();
        _authority = request.CreateSelfSigned(from.AddMinutes(-1), to.AddDays(1));
        Server = Issue("CN=kube-apiserver", server: true, "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc");
        Administrator = Issue("O=system:masters, CN=kubernetes-admin", server: false);
        Ingress = Issue("O=Acme Co, CN=Kubernetes Ingress Controller Fake Certificate", server: true, "ingress.local");
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Administrator { get; }

    /// <summary>What the ingress presents where no Ingress names a certificate; clients are not meant to trust it.</summary>
    public X509Certificate2 Ingress { get; }

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>Whether a client's certificate was issued by this cluster and is valid now.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        return chain.Build(certificate);
    }

    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("The certificate has no private key.");
        return key.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose()
    {
        _authority.Dispose();
        Server.Dispose();
        Administrator.Dispose();
        Ingress.Dispose();
    }

    private X509Certificate2 Issue(string subject, bool server, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        if (server)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                alternatives.AddDnsName(name);
            }

            alternatives.AddIpAddress(IPAddress.Loopback);
            alternatives.AddIpAddress(IPAddress.IPv6Loopback);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        var (from, to) = Validity();
        using var issued = request.Create(_authority, from, to, RandomNumberGenerator.GetBytes(16));
        using var paired = issued.CopyWithPrivateKey(key);

        // Windows' TLS cannot use a key that exists in memory only; the round trip makes it usable everywhere.
        return X509CertificateLoader.LoadPkcs12(paired.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private (DateTimeOffset From, DateTimeOffset To) Validity() => (_clock.GetUtcNow().AddHours(-1), _clock.GetUtcNow().AddDays(30));
}
