using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>A folder of files that are applied as they are.</summary>
internal static class ManifestFolder
{
    /// <summary>Everything below a folder but for what says that it is not for the cluster.</summary>
    /// <param name="folder">That is read.</param>
    /// <param name="names">That files are named from.</param>
    public static ManifestContent Read(string folder, string names)
    {
        var (problems, files) = (new List<ManifestProblem>(), ManifestFiles.Find(folder));
        var read = files.Read.SelectMany(file => ManifestReader.Read(names, file, problems)).ToLookup(document => document.IsLocal);
        if (!read[false].Any() && problems.Count == 0)
        {
            problems.Add(read[true].Any()
                ? new ManifestProblem(Path.GetFileName(folder), null, $"Every object in this folder has {ManifestDocument.LocalConfig}, and is not deployed.",
                    "Name a folder with what is deployed.")
                { IsOfFolder = true }
                : new ManifestProblem(Path.GetFileName(folder), null, "There is no manifest in this folder.", "Restore it from version control.")
                { IsOfFolder = true });
        }

        var local = read[true].Select(document => $"{document.Origin.File} (local-config)").Distinct();
        return new ManifestContent([.. read[false]], problems) { NotRead = files.NotRead, Beside = [.. files.Beside, .. local] };
    }
}
