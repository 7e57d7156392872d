namespace Gauntlet.Build.Lifetime;

/// <summary>The names of the targets; DESIGN's table, in its order.</summary>
public static class StageNames
{
    public const string Validate = nameof(Validate);
    public const string Test = nameof(Test);
    public const string CreateCluster = nameof(CreateCluster);
    public const string Deploy = nameof(Deploy);
    public const string CheckHealth = nameof(CheckHealth);
    public const string LoadTest = nameof(LoadTest);
    public const string ScanSecurity = nameof(ScanSecurity);
    public const string CollectDiagnostics = nameof(CollectDiagnostics);
    public const string PostComment = nameof(PostComment);
    public const string DeleteCluster = nameof(DeleteCluster);
    public const string Verdict = nameof(Verdict);
    public const string Full = nameof(Full);
    public const string Default = nameof(Default);

    /// <summary>What has a slot in state.json, in the order of Full.</summary>
    public static IReadOnlyList<string> Stages { get; } =
        [Validate, Test, CreateCluster, Deploy, CheckHealth, LoadTest, ScanSecurity, CollectDiagnostics, PostComment, DeleteCluster];

    /// <summary>Every target.</summary>
    public static IReadOnlyList<string> Targets { get; } = [.. Stages, Verdict, Full, Default];
}
