namespace Gauntlet.Faults.Tests.Inputs;

/// <summary>Manifests that nothing can be made of.</summary>
internal sealed class ManifestFaults : IFaultSet
{
    private const string Service = "manifests/echo/foo-service.yaml";
    private const string Ingress = "manifests/echo/ingress.yaml";
    private const string Deployment = "manifests/echo/foo-deployment.yaml";
    private const string ToService = "spec.rules[0].http.paths[0].backend.service.name";

    /// <inheritdoc/>
    public string Heading => "Manifests";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Changed("a syntax error", $"{Service}:<line>: This is no YAML: <what the parser says>. Fix the syntax.", Service, "spec:", "spec: ["),
        Changed("a tab in the indentation", $"{Service}:<line>: A tab stands in the indentation. YAML is indented with spaces.",
            Service, "spec:\n  ", "spec:\n\t"),
        Changed("an unknown kind", $"{Service}:2: There is no kind Servise in v1. Did you mean apiVersion: v1, kind: Service?",
            Service, "kind: Service", "kind: Servise"),
        Changed("an unknown field",
            $"{Service}:<line>: The Service has a field that does not fit: <what the parser says>. Check its spelling and type against the Kubernetes API.",
            Service, "ports:", "portz:"),
        Added("a number for text in a file's second document",
            "manifests/two.yaml:8: data.a is text, and YAML reads 1 as a number or a boolean. Put it in quotes: \"1\".",
            "two.yaml",
            "# one\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: ConfigMap\ndata: {a: 1}\napiVersion: v1\nmetadata: {name: b}\n"),
        Added("a file of 5 MB", "manifests/large.yaml: The file is larger than 1000 kB. Split it.", "large.yaml", new string('#', 5_000_000)),
        new("a name that two objects have", Verdict.Usage, "Service echo/foo is in <file>:1 as well. Name each object once.", scene =>
        {
            File.Copy(scene.Copy.PathOf(Service), scene.Copy.PathOf("manifests", "again.yaml"));
            return scene.ValidateAsync();
        }) { Pace = Pace.Quick },
        Changed("an Ingress whose Service does not exist",
            $"{Ingress}:<line>: Ingress echo/echo names \"fooo\" in {ToService}, and there is no Service of this name in the namespace echo "
                + "(did you mean 'foo'?). Add it, or correct the name.",
            Ingress, "name: foo\n", "name: fooo\n"),
        Changed("a ConfigMap that does not exist",
            $"{Deployment}:<line>: Deployment echo/foo names \"absent\" in spec.template.spec.containers[0].envFrom[0].configMapRef.name, "
                + "and there is no ConfigMap of this name in the namespace echo. Add it, or correct the name.",
            Deployment, "          ports:\n", "          envFrom: [{configMapRef: {name: absent}}]\n          ports:\n"),
        Changed("a host name that is not local",
            $"{Ingress}:<line>: The host 'foo.example.com' is not local. Name a host under .localhost: the load must not be meant for anybody else.",
            Ingress, "foo.localhost", "foo.example.com"),
        new("a manifest that only the API server refuses", Verdict.Usage,
            "Deploy: The API server does not take manifests/api.yaml:<line>: <what it says>may not change once set", scene =>
        {
            File.WriteAllText(
                scene.Copy.PathOf("manifests", "api.yaml"),
                "apiVersion: v1\nkind: Service\nmetadata: {name: kubernetes}\nspec:\n  clusterIP: 10.96.0.77\n  ports: [{port: 443}]\n");
            return scene.FullAsync();
        }) { LeavesEvidence = true },
        Changed("a number that the Kubernetes API does not take",
            "manifests/echo/foo-deployment.yaml:<line>: The Kubernetes API does not take the Deployment: spec.replicas: "
            + "Invalid value: -1: must be greater than or equal to 0. Correct the field.",
            "manifests/echo/foo-deployment.yaml", "replicas: 2", "replicas: -1"),
    ];

    private static Fault Changed(string cause, string line, string file, string old, string replacement) => new(cause, Verdict.Usage, line, scene =>
    {
        scene.Copy.Replace(file, old, replacement);
        return scene.ValidateAsync();
    })
    { Pace = Pace.Quick };

    private static Fault Added(string cause, string line, string file, string text) => new(cause, Verdict.Usage, line, scene =>
    {
        File.WriteAllText(scene.Copy.PathOf("manifests", file), text);
        return scene.ValidateAsync();
    })
    { Pace = Pace.Quick };
}
