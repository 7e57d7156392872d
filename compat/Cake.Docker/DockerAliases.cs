using System;
using System.Collections.Generic;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Docker;

[CakeAliasCategory("Docker")]
public static partial class DockerAliases
{
    [CakeMethodAlias]
    public static IEnumerable<string> DockerCustomCommand(this ICakeContext context, string command) =>
        DockerCustomCommand(context, new DockerCustomCommandSettings(), command);

    [CakeMethodAlias]
    public static IEnumerable<string> DockerCustomCommand(this ICakeContext context, DockerCustomCommandSettings settings, string command)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(command);
        var space = command.IndexOf(' ', StringComparison.Ordinal);
        string[] rest = space < 0 ? [] : [command[(space + 1)..]];
        return Runner<DockerCustomCommandSettings>(context).RunWithResult(space < 0 ? command : command[..space], settings, rest);
    }

    [CakeMethodAlias]
    public static void DockerSave(this ICakeContext context, DockerImageSaveSettings settings, params string[] images)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(images);
        Runner<DockerImageSaveSettings>(context).Run("image save", settings, images);
    }

    private static DockerRunner<TSettings> Runner<TSettings>(ICakeContext context)
        where TSettings : AutoToolSettings, new() =>
        new(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools);
}
