using System.Xml.Linq;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>
/// Somebody else's repository: a solution with a service and its tests, a Dockerfile, and manifests with one Deployment. Nothing in it knows Gauntlet.
/// </summary>
internal static class ShopRepository
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["Shop.slnx"] = """
            <Solution>
              <Project Path="src/Shop/Shop.csproj" />
              <Project Path="specs/Shop.Specs/Shop.Specs.csproj" />
            </Solution>
            """,
        ["src/Shop/Shop.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """,
        ["src/Shop/Program.cs"] = """
            var app = WebApplication.CreateSlimBuilder(args).Build();
            app.MapGet("/", () => Shop.Basket.Describe(2));
            app.MapGet("/healthz", () => "ok");
            app.Run();
            """,
        ["src/Shop/Basket.cs"] = """
            namespace Shop;

            public static class Basket
            {
                public static string Describe(int things) => $"{things} things\n";
            }
            """,
        ["specs/Shop.Specs/Shop.Specs.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{Microsoft.NET.Test.Sdk}" />
                <PackageReference Include="NUnit" Version="{NUnit}" />
                <PackageReference Include="NUnit3TestAdapter" Version="{NUnit3TestAdapter}" />
                <ProjectReference Include="../../src/Shop/Shop.csproj" />
              </ItemGroup>
            </Project>
            """,
        ["specs/Shop.Specs/BasketSpecs.cs"] = """
            using NUnit.Framework;

            namespace Shop.Specs;

            public sealed class BasketSpecs
            {
                [TestCase(1, "1 things\n")]
                [TestCase(2, "2 things\n")]
                public void Describe_Things_CountsThem(int things, string text) => Assert.That(Basket.Describe(things), Is.EqualTo(text));
            }
            """,
        ["Dockerfile"] = """
            FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
            COPY out/ /app/
            ENV DOTNET_EnableDiagnostics=0 ASPNETCORE_HTTP_PORTS=8080
            ENTRYPOINT ["/app/Shop"]
            """,
        [".dockerignore"] = "*\n!out\n",
        [".gitignore"] = "bin/\nobj/\nout/\n",
        ["manifests/shop.yaml"] = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  automountServiceAccountToken: false
                  containers:
                    - name: shop
                      image: shop:dev
                      imagePullPolicy: IfNotPresent
                      ports: [{name: http, containerPort: 8080, protocol: TCP}]
                      readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
                      resources: {requests: {cpu: 25m, memory: 64Mi}, limits: {memory: 256Mi}}
                      securityContext:
                        allowPrivilegeEscalation: false
                        runAsNonRoot: true
                        runAsUser: 65532
                        capabilities: {drop: [ALL]}
                        seccompProfile: {type: RuntimeDefault}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: shop
              namespace: shop
              annotations: {gauntlet/expect-body: "2 things\n"}
            spec:
              selector: {app: shop}
              ports: [{name: http, port: 80, targetPort: http, protocol: TCP}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop, namespace: shop}
            spec:
              ingressClassName: nginx
              rules:
                - host: shop.localhost
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend: {service: {name: shop, port: {name: http}}}
            """,
    };

    /// <summary>Writes it into a folder.</summary>
    public static void Write(string root)
    {
        var versions = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        foreach (var (name, text) in Files)
        {
            var file = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, versions.Aggregate(text, (made, version) => made.Replace($"{{{version.Key}}}", version.Value, StringComparison.Ordinal)));
        }
    }
}
