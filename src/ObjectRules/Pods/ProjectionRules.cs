namespace Gauntlet.ObjectRules.Pods;

/// <summary>Volumes that show several sources in one folder, and files that tell a pod about itself.</summary>
internal static class ProjectionRules
{
    private static readonly string[] Sources = ["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"];

    public static void Check(Field projected)
    {
        VolumeRules.Mode(projected["defaultMode"]);
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (var source in projected["sources"].Items)
        {
            foreach (var named in new[] { source["secret"], source["configMap"] }.Where(named => named.Exists))
            {
                named["name"].Needed();
                VolumeRules.Items(named["items"]);
                UniquePaths(projected, named["items"], paths, named["name"].Text);
            }

            PodFiles(source["downwardAPI"]["items"], source["downwardAPI"]);
            UniquePaths(projected, source["downwardAPI"]["items"], paths, null);
            Token(projected, source["serviceAccountToken"]);
            if (Sources.Count(name => source[name].Exists) > 1)
            {
                source.Forbidden("may not specify more than 1 volume type");
            }
        }
    }

    /// <summary>The server names the owner, not the file.</summary>
    public static void PodFiles(Field files, Field owner)
    {
        foreach (var file in files.Items.Select(file => file.As(owner.Path)))
        {
            VolumeRules.RelativePath(file["path"]);
            VolumeRules.Mode(file["mode"]);
            if (!file["fieldRef"].Exists && !file["resourceFieldRef"].Exists)
            {
                file.Required("one of fieldRef and resourceFieldRef is required");
            }
        }
    }

    private static void Token(Field projected, Field token)
    {
        if (!token.Exists)
        {
            return;
        }

        if (token["expirationSeconds"].Number < 600)
        {
            token["expirationSeconds"].Invalid("may not specify a duration less than 10 minutes");
        }

        if (token["path"].IsBlank)
        {
            projected["path"].Required();
        }
    }

    /// <param name="source">What the server names; the path itself where there is none.</param>
    private static void UniquePaths(Field projected, Field items, HashSet<string> paths, string? source)
    {
        foreach (var path in items.Items.Select(item => item["path"].Text).OfType<string>().Where(path => path.Length > 0 && !paths.Add(path)))
        {
            projected.Invalid(source ?? path, "conflicting duplicate paths");
        }
    }
}
