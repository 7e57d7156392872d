using System;
using System.Collections.Generic;
using System.Linq;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Docker;

[CakeAliasCategory("Docker")]
public static partial class DockerAliases
{
    [CakeMethodAlias]
    public static IEnumerable<string> DockerCustomCommand(this ICakeContext context, string command) =>
        DockerCustomCommand(context, new DockerCustomCommandSettings(), command);

    /// <summary>What follows the first word goes on with the space before it, and is an empty argument where there is nothing, as in the package.</summary>
    [CakeMethodAlias]
    public static IEnumerable<string> DockerCustomCommand(this ICakeContext context, DockerCustomCommandSettings settings, string command)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(command);
        var space = command.IndexOf(' ', StringComparison.Ordinal);
        var (first, rest) = space < 0 ? (command, "") : (command[..space], command[space..]);
        return Runner<DockerCustomCommandSettings>(context).RunWithResult(first, settings, lines => lines.ToArray(), rest);
    }

    [CakeMethodAlias]
    public static void DockerSave(this ICakeContext context, DockerImageSaveSettings? settings, params string[] images)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Length == 0)
        {
            throw new ArgumentException("At least one image is needed.", nameof(images));
        }

        Runner<DockerImageSaveSettings>(context).Run("save", settings ?? new DockerImageSaveSettings(), images);
    }

    private static GenericDockerRunner<TSettings> Runner<TSettings>(ICakeContext context)
        where TSettings : AutoToolSettings, new() =>
        new(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools);
}
