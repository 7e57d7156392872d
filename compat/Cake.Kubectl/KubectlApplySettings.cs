namespace Cake.Kubectl;

public sealed class KubectlApplySettings : AutoToolSettings
{
    public bool? All { get; set; }

    public bool? AllowMissingTemplateKeys { get; set; }

    public string? Cascade { get; set; }

    public string? DryRun { get; set; }

    public string? FieldManager { get; set; }

    public string? Filename { get; set; }

    public bool? Force { get; set; }

    public bool? ForceConflicts { get; set; }

    public int? GracePeriod { get; set; }

    public string? Kustomize { get; set; }

    public bool? OpenapiPatch { get; set; }

    public string? Output { get; set; }

    public bool? Overwrite { get; set; }

    public bool? Prune { get; set; }

    public string? PruneAllowlist { get; set; }

    public bool? Recursive { get; set; }

    public string? Selector { get; set; }

    public bool? ServerSide { get; set; }

    public bool? ShowManagedFields { get; set; }

    public string? Template { get; set; }

    public string? Timeout { get; set; }

    public string? Validate { get; set; }

    public bool? Wait { get; set; }
}
