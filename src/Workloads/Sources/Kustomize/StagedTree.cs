using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>A copy of what a kustomization needs and of nothing else, in which single kustomizations are exchanged. Disposing removes it.</summary>
internal sealed class StagedTree : IDisposable
{
    private readonly string _root;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("gauntlet-render-");

    /// <summary>Makes the copy.</summary>
    /// <param name="tree">Whose files are copied.</param>
    /// <param name="root">Of the repository.</param>
    /// <param name="changed">What takes a kustomization's place.</param>
    public StagedTree(KustomizeTree tree, string root, params (Kustomization Of, JsonObject Body)[] changed)
    {
        _root = root;
        foreach (var file in tree.Files)
        {
            var copy = PathOf(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (changed.FirstOrDefault(entry => entry.Of.File == file).Body is { } body)
            {
                File.WriteAllText(copy, body.ToJsonString());
            }
            else
            {
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Where what is rendered goes.</summary>
    public string Output => Path.Combine(_home.FullName, "rendered.yaml");

    private string Tree => Path.Combine(_home.FullName, "repository");

    /// <summary>Where a file or folder of the repository is in the copy.</summary>
    public string PathOf(string file) => Path.GetFullPath(Path.Combine(Tree, Path.GetRelativePath(_root, file)));

    /// <summary>The file of the repository that a path of the copy stands for.</summary>
    public string Original(string copy) => Path.GetFullPath(Path.Combine(_root, Path.GetRelativePath(Tree, copy)));

    /// <summary>A text without the paths of the copy.</summary>
    public string Clean(string text) => text.Replace(Tree + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(Tree, ".", StringComparison.Ordinal);

    public void Dispose() => _home.Delete(recursive: true);
}
