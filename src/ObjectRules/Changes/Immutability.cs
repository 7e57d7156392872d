using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Changes;

/// <summary>The fields that the API does not let anyone change once an object exists. Both objects come from a server, or neither does.</summary>
public static class Immutability
{
    private const string UpdatablePodFields = "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private const string StatefulSetFields = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
        + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private static readonly string[] Content = ["immutable", "data", "binaryData"];
    private static readonly string[] PodFields = ["activeDeadlineSeconds", "tolerations"];
    private static readonly string[] VolumeName = ["volumeName"];
    private static readonly string[] ClaimFields = ["resources", "volumeAttributesClassName"];

    private static readonly string[] UpdatableStatefulSetFields =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <summary>All fields that <paramref name="next"/> changes and must not.</summary>
    public static IReadOnlyList<ObjectProblem> Check(JsonObject before, JsonObject next)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(next);
        List<ObjectProblem> problems = [];
        var (old, item) = (new Field(before, "", problems), new Field(next, "", problems));
        foreach (var (changed, detail) in FieldsOf(old).Select(field => (At(item, field.Path), field.Detail)).Where(field => At(old, field.Item1.Path).Exists))
        {
            if (!Same(At(old, changed.Path), changed))
            {
                changed.Invalid(detail);
            }
        }

        CheckKind(old, item);
        return problems;
    }

    private static (string Path, string Detail)[] FieldsOf(Field item) => (Rules.GroupOf(item["apiVersion"].Text ?? ""), item["kind"].Text) switch
    {
        ("apps", "Deployment" or "ReplicaSet" or "DaemonSet") => Fixed("spec.selector"),
        ("batch", "Job") => Fixed("spec.completions", "spec.completionMode", "spec.selector", "spec.template"),
        ("", "Secret") => Fixed("type"),
        ("networking.k8s.io", "IngressClass") => Fixed("spec.controller"),
        ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding") => [("roleRef", "cannot change roleRef")],
        ("apiextensions.k8s.io", "CustomResourceDefinition") => Fixed("spec.group", "spec.scope", "spec.names.plural", "spec.names.kind"),
        _ => [],
    };

    private static (string Path, string Detail)[] Fixed(params string[] paths) => [.. paths.Select(path => (path, "field is immutable"))];

    private static void CheckKind(Field before, Field next)
    {
        switch (Rules.GroupOf(before["apiVersion"].Text ?? ""), before["kind"].Text)
        {
            case ("", "Pod"):
                Pod(before["spec"], next["spec"]);
                break;
            case ("", "ConfigMap" or "Secret") when before["immutable"].Flag:
                foreach (var field in Content.Where(field => !Same(before[field], next[field])))
                {
                    next[field].Forbidden("field is immutable when `immutable` is set");
                }

                break;
            case ("", "Service"):
                Service(before["spec"], next["spec"]);
                break;
            case ("apps", "StatefulSet") when Changed(before["spec"], next["spec"], UpdatableStatefulSetFields).Count > 0:
                next["spec"].Forbidden(StatefulSetFields);
                break;
            case ("", "PersistentVolumeClaim"):
                Claim(before["spec"], next["spec"], before["status", "phase"].Text == "Bound");
                break;
        }
    }

    private static void Service(Field before, Field next)
    {
        var stays = before["type"].Text != "ExternalName" && next["type"].Text != "ExternalName";
        if (stays && !before["clusterIP"].IsBlank && !Same(before["clusterIP"], next["clusterIP"]))
        {
            // The server names the list's first entry, and shows the list.
            next.With(new JsonArray(next["clusterIP"].Node?.DeepClone()), "spec.clusterIPs[0]").Invalid("may not change once set");
        }
    }

    private static void Claim(Field before, Field next, bool bound)
    {
        // Whoever binds a claim names its volume.
        string[] free = [.. bound ? ClaimFields : [], .. before["volumeName"].IsBlank ? VolumeName : []];
        var changed = Changed(before, next, free);
        if (changed.Count > 0)
        {
            next.Forbidden("spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                + $"changed: {string.Join(", ", changed)}");
        }

        var (had, asked) = (before["resources", "requests", "storage"], next["resources", "requests", "storage"]);
        if (Forms.Quantity.Parse(asked) < Forms.Quantity.Parse(had))
        {
            asked.Forbidden("field can not be less than previous value");
        }
    }

    private static void Pod(Field before, Field next)
    {
        var (rest, old) = (WithoutImages(next), WithoutImages(before));
        var changed = Changed(old, rest, PodFields);
        if (changed.Count > 0)
        {
            next.Forbidden($"pod updates may not change fields other than {UpdatablePodFields}\nchanged: {string.Join(", ", changed)}");
        }

        var tolerations = next["tolerations"].Items.Select(Lasting).ToList();
        if (before["tolerations"].Items.Select(Lasting).Any(had => !tolerations.Exists(toleration => JsonNode.DeepEquals(had, toleration))))
        {
            next["tolerations"].Forbidden("existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static Field WithoutImages(Field spec)
    {
        var copy = new Field(spec.Node?.DeepClone(), spec.Path, []);
        foreach (var container in copy["initContainers"].Items.Concat(copy["containers"].Items).Select(container => container.Node).OfType<JsonObject>())
        {
            container.Remove("image");
        }

        return copy;
    }

    private static JsonNode? Lasting(Field toleration)
    {
        var lasting = toleration.Node?.DeepClone();
        (lasting as JsonObject)?.Remove("tolerationSeconds");
        return lasting;
    }

    private static List<string> Changed(Field before, Field next, IReadOnlyCollection<string> but) =>
        [.. before.Entries.Concat(next.Entries).Select(entry => entry.Key).Distinct().Where(key => !but.Contains(key) && !Same(before[key], next[key]))];

    private static bool Same(Field before, Field next) => JsonNode.DeepEquals(before.Node, next.Node);

    private static Field At(Field item, string path) => path.Split('.').Aggregate(item, (field, step) => field[step]);
}
