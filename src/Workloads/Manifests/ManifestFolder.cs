using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>A folder of files that are applied as they are.</summary>
internal static class ManifestFolder
{
    /// <summary>Everything below a folder.</summary>
    /// <param name="folder">That is read.</param>
    /// <param name="names">That files are named from.</param>
    public static ManifestContent Read(string folder, string names)
    {
        var (problems, files) = (new List<ManifestProblem>(), ManifestFiles.Find(folder));
        var documents = files.Read.SelectMany(file => ManifestReader.Read(names, file, problems)).ToList();
        if (documents.Count == 0 && problems.Count == 0)
        {
            problems.Add(new ManifestProblem(Path.GetFileName(folder), null, "There is no manifest in this folder.", "Restore it from version control.")
            { IsOfFolder = true });
        }

        return new ManifestContent(documents, problems) { NotRead = files.NotRead, Beside = files.Beside };
    }
}
