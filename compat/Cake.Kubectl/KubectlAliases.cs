using System;
using System.Collections.Generic;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Kubectl;

[CakeAliasCategory("Kubernetes")]
public static partial class KubectlAliases
{
    [CakeMethodAlias]
    public static void KubectlApply(this ICakeContext context, KubectlApplySettings settings) =>
        Runner<KubectlApplySettings>(context).Run("apply", settings, []);

    [CakeMethodAlias]
    public static IEnumerable<string> KubectlApplyWithResult(this ICakeContext context, KubectlApplySettings settings) =>
        Runner<KubectlApplySettings>(context).RunWithResult("apply", settings, []);

    private static GenericRunner<TSettings> Runner<TSettings>(ICakeContext context)
        where TSettings : AutoToolSettings, new()
    {
        ArgumentNullException.ThrowIfNull(context);
        return new GenericRunner<TSettings>(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools);
    }
}
