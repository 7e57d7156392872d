using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Helm;

/// <summary>A chart, rendered by <c>helm template</c>: Helm itself never reaches the cluster, and no release is recorded there.</summary>
internal sealed class HelmSource : IManifestSource
{
    private const string Hook = "helm.sh/hook";

    public string Name => "Helm";

    public string? Tool => "helm";

    public bool Takes(string folder) => File.Exists(Path.Combine(folder, Chart.File));

    public async Task<ManifestContent> ReadAsync(SourceRequest request, CancellationToken cancellation)
    {
        var problems = PlainSource.LinksOut(request).ToList();
        if (Chart.Read(request, problems) is not { } chart || problems.Count > 0)
        {
            return ManifestContent.Broken(problems);
        }

        var (first, second) = (RenderAsync(request, chart, problems, cancellation), RenderAsync(request, chart, [], cancellation));
        var (documents, again) = (await first.ConfigureAwait(false), await second.ConfigureAwait(false));
        if (problems.Count == 0)
        {
            problems.AddRange(RenderedTwice.Compare(documents, again));
            problems.AddRange(documents.Select(HookProblem).OfType<ManifestProblem>());
        }

        return new ManifestContent(documents, problems);
    }

    private static async Task<IReadOnlyList<ManifestDocument>> RenderAsync(
        SourceRequest request, Chart chart, List<ManifestProblem> problems, CancellationToken cancellation)
    {
        // To files, not to the output of a process, which logs take: there may be Secrets among them.
        var folder = Directory.CreateTempSubdirectory("gauntlet-render-");
        try
        {
            var answer = await request.Run(Arguments(request, chart, folder.FullName), cancellation).ConfigureAwait(false);
            if (answer.ExitCode != 0)
            {
                problems.Add(HelmError.Read(answer.Errors, chart, request));
                return [];
            }

            return [.. Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .SelectMany(file => Read(request, file, Path.GetRelativePath(folder.FullName, file).Replace('\\', '/'), problems))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Arguments(SourceRequest request, Chart chart, string output) =>
    [
        "template", chart.Name, request.Folder, "--namespace=default", $"--output-dir={output}", "--include-crds", "--skip-tests",
        $"--kube-version={request.KubernetesVersion}", .. request.Values.Select(file => $"--values={file}"), .. request.Sets.Select(value => $"--set={value}"),
    ];

    /// <summary>Helm writes one file for each template, by the name of the template below that of the chart.</summary>
    private static IEnumerable<ManifestDocument> Read(SourceRequest request, string file, string name, List<ManifestProblem> problems)
    {
        var template = Path.Combine(request.Folder, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var text = ManifestReader.ReadText(file, request.NameOf(template), problems) ?? "";
        var lines = TemplateLines.Of(template, text);
        return ManifestReader.Documents(request.NameOf(template), text, problems).Select(document => document with { Origin = lines.Place(document.Origin) });
    }

    private static ManifestProblem? HookProblem(ManifestDocument document)
    {
        var metadata = document.Body["metadata"] as JsonObject;
        return (metadata?["annotations"] as JsonObject)?[Hook] is { } when
            ? document.Origin.Problem(
                $"metadata.annotations.{Hook}",
                    $"{document.Kind} {ManifestDocument.TextOf(metadata["name"])} is a hook of Helm ({ManifestDocument.TextOf(when)}), "
                + "which Helm alone runs in its order.", "Switch it off by a value, or make it an object of its own, such as an init container.")
            : null;
    }
}
