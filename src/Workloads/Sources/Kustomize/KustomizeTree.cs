using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>
/// A kustomization with all that it builds on, looked at before kubectl is: nothing is fetched, nothing is run, and nothing lies outside of the repository.
/// </summary>
internal sealed class KustomizeTree
{
    private const int MostFiles = 2_000;

    /// <summary>What runs programs of others, or inflates charts by a helm that nobody pinned.</summary>
    private static readonly string[] Plugins = ["generators", "transformers", "validators", "helmCharts", "helmChartInflationGenerator", "helmGlobals"];

    private readonly SourceRequest _request;
    private readonly Dictionary<string, Kustomization> _kustomizations = [];
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);

    public KustomizeTree(SourceRequest request)
    {
        _request = request;
        Visit(Kustomization.In(request.Folder)!, []);
    }

    public List<ManifestProblem> Problems { get; } = [];

    public Kustomization? Top => _kustomizations.Values.FirstOrDefault();

    /// <summary>All kustomizations, the one that was asked for first.</summary>
    public IReadOnlyCollection<Kustomization> Kustomizations => _kustomizations.Values;

    /// <summary>Every file that is needed, rooted.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The manifests that lie beside a kustomization which names others of its folder, and not them.</summary>
    public IEnumerable<ManifestProblem> Forgotten() =>
        from kustomization in _kustomizations.Values
        let beside = _files.Where(file => Path.GetDirectoryName(file) == kustomization.Folder && file != kustomization.File).ToList()
        where beside.Count > 0
        from file in Directory.EnumerateFiles(kustomization.Folder).Order(StringComparer.Ordinal)
        where Path.GetExtension(file) is ".yaml" or ".yml" && !_files.Contains(file)
        select new ManifestProblem(
            _request.NameOf(file), null, $"The file lies beside {_request.NameOf(kustomization.File)}, which does not name it.",
                "Name it there, or remove it.");

    private void Visit(string file, IReadOnlyList<string> above)
    {
        if (_kustomizations.ContainsKey(file) || !Add(file, file, 1))
        {
            return;
        }

        if (Kustomization.Read(file, _request.NameOf(file), Problems) is not { } kustomization)
        {
            return;
        }

        _kustomizations.Add(file, kustomization);
        foreach (var plugin in Plugins.Where(kustomization.Body.ContainsKey))
        {
            Problems.Add(Problem(kustomization, plugin, $"{plugin} is a plugin of Kustomize, and none is run here.",
                plugin.StartsWith("helm", StringComparison.Ordinal) ? "Give the chart's own folder to --manifests."
                    : "Render it once, and name what it makes in resources."));
        }

        foreach (var reference in kustomization.References)
        {
            Follow(kustomization, reference, [.. above, file]);
        }
    }

    private void Follow(Kustomization from, KustomizeReference reference, IReadOnlyList<string> above)
    {
        var path = Path.GetFullPath(reference.Path, from.Folder);
        if (IsRemote(reference.Path) && !Path.Exists(path))
        {
            Problems.Add(Problem(from, reference.Field, $"{reference.Path} lies elsewhere, and nothing is fetched.", "Bring it into the repository."));
        }
        else if (!_request.Repository.Holds(path))
        {
            Problems.Add(Problem(from, reference.Field, $"{reference.Path} is outside of the repository.", "Bring it into the repository."));
        }
        else if (File.Exists(path))
        {
            Add(path, from.File, from.LineOf(reference.Field));
        }
        else if (!reference.MayBeFolder || !Directory.Exists(path))
        {
            Problems.Add(Problem(from, reference.Field, $"{reference.Path} does not exist.", "Correct the path."));
        }
        else if (Kustomization.In(path) is not { } file)
        {
            Problems.Add(Problem(from, reference.Field, $"The folder {reference.Path} has no kustomization.yaml.", "Add one, or name its files."));
        }
        else if (above.Contains(file))
        {
            Problems.Add(Problem(from, reference.Field, $"{reference.Path} builds on this kustomization itself.", "Remove one of the two."));
        }
        else
        {
            Visit(file, above);
        }
    }

    private bool Add(string file, string from, int line)
    {
        if (!_request.Repository.Holds(file))
        {
            Problems.Add(new ManifestProblem(_request.NameOf(from), line, $"{_request.NameOf(file)} leads out of the repository.",
                "Put the file itself there."));
            return false;
        }

        _files.Add(file);
        if (_files.Count == MostFiles + 1)
        {
            Problems.Add(new ManifestProblem(_request.NameOf(from), line, $"The kustomization needs more than {MostFiles} files.", "Split it."));
        }

        return _files.Count <= MostFiles;
    }

    /// <summary>As Kustomize tells an address from a path.</summary>
    private static bool IsRemote(string path) =>
        path.Contains("://", StringComparison.Ordinal) || path.Contains("?ref=", StringComparison.Ordinal) || path.StartsWith("git::", StringComparison.Ordinal)
        || path.StartsWith("git@", StringComparison.Ordinal) || path.StartsWith("github.com", StringComparison.OrdinalIgnoreCase);

    private ManifestProblem Problem(Kustomization of, string field, string what, string remedy) =>
        new(_request.NameOf(of.File), of.LineOf(field), what, remedy);
}
