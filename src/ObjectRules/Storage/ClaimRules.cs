using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Storage;

/// <summary>Claims of persistent volumes, and the templates of such claims.</summary>
internal static class ClaimRules
{
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public static void Spec(Field spec)
    {
        var (modes, name) = (spec["accessModes"], spec["storageClassName"]);
        if (modes.Count == 0)
        {
            modes.Required("at least 1 access mode is required");
        }

        Selectors.Check(spec["selector"]);
        foreach (var mode in modes.Items.Where(mode => mode.TextOrEmpty is { } text && !Modes.Contains(text)))
        {
            mode.As(modes.Path).NotSupported(Modes);
        }

        if (modes.Count > 1 && modes.Items.Any(mode => mode.Text == "ReadWriteOncePod"))
        {
            modes.Forbidden("may not use ReadWriteOncePod with other access modes");
        }

        Storage(spec["resources", "requests", "storage"].As($"{spec.Path}.resources[storage]"));
        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, NameForms.Subdomain(text));
        }

        spec["volumeMode"].OneOf("Block", "Filesystem");
        Source(spec["dataSource"]);
    }

    private static void Storage(Field amount)
    {
        if (!amount.Exists)
        {
            amount.Required();
        }
        else if (amount.Text is { } text && Quantity.Parse(text) is null)
        {
            amount.Invalid(Quantity.Rule);
        }
        else if (Quantity.Parse(amount) <= 0)
        {
            amount.Invalid(Quantity.Shown(amount), "must be greater than zero");
        }
    }

    private static void Source(Field source)
    {
        if (!source.Exists)
        {
            return;
        }

        source["name"].Needed();
        source["kind"].Needed();
        if (source["apiGroup"].IsBlank && source["kind"].TextOrEmpty is { } kind and not "PersistentVolumeClaim")
        {
            source.Invalid(kind, "");
        }
    }
}
