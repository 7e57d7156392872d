using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>The volumes of pods: unique names, and one source each.</summary>
internal static class VolumeRules
{
    /// <summary>In the order in which the API server looks at them: all but the first that is given are refused.</summary>
    private static readonly string[] Sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker",
        "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile",
        "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral",
        "image",
    ];

    /// <summary>The names of the volumes that can be mounted; one with a problem of its own is not among them.</summary>
    public static HashSet<string> Check(Field volumes)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var volume in volumes.Items)
        {
            List<ObjectProblem> found = [];
            var probe = new Field(volume.Node, volume.Path, found);
            Source(probe);
            Name(probe["name"], names);
            if (found.Count == 0 && probe["name"].Text is { } name)
            {
                names.Add(name);
            }

            volume.Take(found);
        }

        return names;
    }

    /// <summary>What a volume shows of a ConfigMap, a Secret or the pod: keys, paths below the mount, modes.</summary>
    public static void Items(Field items)
    {
        foreach (var item in items.Items)
        {
            item["key"].Needed();
            RelativePath(item["path"]);
            Mode(item["mode"]);
        }
    }

    public static void Mode(Field mode)
    {
        if (mode.Number is < 0 or > 511)
        {
            mode.Invalid("must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /// <summary>A path inside a volume, which must not lead out of it.</summary>
    public static void RelativePath(Field path)
    {
        path.Needed();
        NoWayOut(path);
        if (path.Text is { } text && text.StartsWith("..", StringComparison.Ordinal) && !text.Split('/').Contains(".."))
        {
            path.Invalid("must not start with '..'");
        }
    }

    /// <summary>The same where nothing may be written.</summary>
    public static void NoWayOut(Field path)
    {
        if (path.Text is not { } text)
        {
            return;
        }

        if (text.StartsWith('/'))
        {
            path.Invalid("must be a relative path");
        }

        NoBackSteps(path);
    }

    private static void NoBackSteps(Field path)
    {
        if (path.Text is { } text && text.Split('/').Contains(".."))
        {
            path.Invalid("must not contain '..'");
        }
    }

    private static void Name(Field name, HashSet<string> names)
    {
        name.Needed();
        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, NameForms.Label(text));
            if (names.Contains(text))
            {
                name.Duplicate();
            }
        }
    }

    private static void Source(Field volume)
    {
        var given = Sources.Where(source => volume[source].Exists).ToList();
        foreach (var second in given.Skip(1))
        {
            volume[second].Forbidden("may not specify more than 1 volume type");
        }

        if (given.Count == 0)
        {
            // An empty folder is the default.
            return;
        }

        var source = volume[given[0]];
        switch (given[0])
        {
            case "secret":
                source["secretName"].Needed();
                Mode(source["defaultMode"]);
                Items(source["items"]);
                break;
            case "configMap":
                source["name"].Needed();
                Mode(source["defaultMode"]);
                Items(source["items"]);
                break;
            case "downwardAPI":
                Mode(source["defaultMode"]);
                ProjectionRules.PodFiles(source["items"], source);
                break;
            case "projected":
                ProjectionRules.Check(source);
                break;
            case "persistentVolumeClaim":
                source["claimName"].Needed();
                break;
            case "hostPath":
                HostPath(source);
                break;
            case "nfs":
                source["server"].Needed();
                source["path"].Needed();
                if (source["path"].TextOrEmpty?.StartsWith('/') == false)
                {
                    source["path"].Invalid("must be an absolute path");
                }

                break;
            case "csi":
                source["driver"].Needed();
                if (source["driver"].TextOrEmpty is { } driver)
                {
                    source["driver"].Invalid(driver, NameForms.Subdomain(driver));
                }

                break;
            case "emptyDir":
                Limit(source["sizeLimit"]);
                break;
            case "ephemeral" when !source["volumeClaimTemplate"].Exists:
                source["volumeClaimTemplate"].Required();
                break;
            case "ephemeral":
                Storage.ClaimRules.Spec(source["volumeClaimTemplate"]["spec"]);
                break;
        }
    }

    private static void Limit(Field limit)
    {
        if (limit.Exists && (Quantity.Parse(limit) < 0 || limit.Text is { } text && Quantity.Parse(text) is null))
        {
            limit.Forbidden("SizeLimit field must be a valid resource quantity");
        }
    }

    private static void HostPath(Field source)
    {
        source["path"].Needed();
        NoBackSteps(source["path"]);
        source["type"].OneOf("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    }
}
