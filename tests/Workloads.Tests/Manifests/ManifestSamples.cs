namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>Files that people bring, each laid over the project's own manifests.</summary>
internal static class ManifestSamples
{
    public const string Image = "hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    /// <summary>A third echo workload in three files: deployment, service and ingress.</summary>
    /// <param name="edits">Text and replacement, in turn; each is found in one of them.</param>
    public static Dictionary<string, string> Shop(params string[] edits)
    {
        var files = new Dictionary<string, string> { ["echo/deployment.yaml"] = Deployment, ["echo/service.yaml"] = Service, ["echo/shop.yaml"] = Ingress };
        foreach (var edit in edits.Chunk(2))
        {
            var hits = files.Where(file => file.Value.Contains(edit[0], StringComparison.Ordinal)).Select(file => file.Key).ToList();
            Assert.That(hits, Is.Not.Empty, edit[0]);
            hits.ForEach(file => files[file] = files[file].Replace(edit[0], edit[1], StringComparison.Ordinal));
        }

        return files;
    }

    public static Dictionary<string, string> Files(params string[] namesAndTexts) => namesAndTexts.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    public static Dictionary<string, string> And(this Dictionary<string, string> files, params string[] namesAndTexts) =>
        files.Concat(Files(namesAndTexts)).ToDictionary(file => file.Key, file => file.Value);

    public static Dictionary<string, string> Without(this Dictionary<string, string> files, string name) =>
        files.Where(file => file.Key != name).ToDictionary(file => file.Key, file => file.Value);

    /// <summary>Line 21 names the image, line 26 begins the readiness probe.</summary>
    private const string Deployment = $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop
          namespace: echo
        spec:
          replicas: 1
          selector:
            matchLabels:
              app: shop
          template:
            metadata:
              labels:
                app: shop
            spec:
              automountServiceAccountToken: false
              initContainers: []
              containers:
                - name: web
                  env: []
                  image: {{Image}}
                  args: ["-listen=:5678", "-text=shop"]
                  ports:
                    - name: http
                      containerPort: 5678
                  readinessProbe:
                    httpGet: {path: /health, port: http}
        """;

    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata:
          name: shop
          namespace: echo
        spec:
          selector:
            app: shop
          ports:
            - name: http
              port: 80
              targetPort: http
        """;

    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          namespace: echo
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.localhost
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: shop
                        port: {name: http}
        """;
}
