using System.Text;
using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Certificates;

/// <summary>The administrator's kubeconfig, in the form that kind writes.</summary>
internal static class Kubeconfig
{
    public static string ContextName(string cluster) => $"embedded-{cluster}";

    public static void Write(string path, string cluster, string server, ClusterCertificates certificates)
    {
        var name = ContextName(cluster);
        AtomicFile.Write(path, $"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {Encode(certificates.AuthorityPem)}
                server: {server}
              name: {name}
            contexts:
            - context:
                cluster: {name}
                user: {name}
              name: {name}
            current-context: {name}
            kind: Config
            preferences: {"{}"}
            users:
            - name: {name}
              user:
                client-certificate-data: {Encode(certificates.Administrator.ExportCertificatePem())}
                client-key-data: {Encode(ClusterCertificates.KeyPem(certificates.Administrator))}

            """, secret: true);
    }

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
