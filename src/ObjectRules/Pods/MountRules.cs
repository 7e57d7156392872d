namespace Gauntlet.ObjectRules.Pods;

/// <summary>Where containers mount the volumes of their pod.</summary>
internal static class MountRules
{
    public static void Check(Field mounts, IReadOnlySet<string> volumes)
    {
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (var mount in mounts.Items)
        {
            var (name, path) = (mount["name"], mount["mountPath"]);
            name.Needed();
            if (name.TextOrEmpty is { } wanted && !volumes.Contains(wanted))
            {
                name.NotFound();
            }

            path.Needed();
            if (path.Text is { } text && !paths.Add(text))
            {
                path.Invalid("must be unique");
            }

            if (!mount["subPath"].IsBlank && !mount["subPathExpr"].IsBlank)
            {
                mount["subPathExpr"].Invalid("subPathExpr and subPath are mutually exclusive");
            }

            // The server leaves the index out here.
            VolumeRules.NoWayOut(mount["subPath"].As($"{mounts.Path}.subPath"));
            VolumeRules.NoWayOut(mount["subPathExpr"].As($"{mounts.Path}.subPathExpr"));
        }
    }
}
