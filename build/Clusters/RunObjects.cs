namespace Gauntlet.Build.Clusters;
internal static class RunObjects { public static Task<IReadOnlyList<string>> DeleteAsync(k8s.IKubernetes client, string run, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]); }
