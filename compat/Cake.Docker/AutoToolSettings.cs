using System.Collections.Generic;
using Cake.Core.Tooling;

namespace Cake.Docker;

public abstract class AutoToolSettings : ToolSettings
{
#pragma warning disable CA1051 // Do not declare visible instance fields: the package has it as a field.
    public readonly HashSet<string> SecretProperties;
#pragma warning restore CA1051

    protected AutoToolSettings() => SecretProperties = [.. CollectSecretProperties() ?? []];

    protected virtual string[]? CollectSecretProperties() => null;
}

public sealed class DockerCustomCommandSettings : AutoToolSettings;

public sealed class DockerImageSaveSettings : AutoToolSettings
{
    public string? Output { get; set; }
}
