namespace Gauntlet.Workloads.Kinds;

/// <summary>How far an object has come.</summary>
/// <param name="WaitsFor">What it lacks, in a few words; null when it is as it was wanted.</param>
internal sealed record KindState(string? WaitsFor)
{
    public static KindState Healthy { get; } = new((string?)null);

    /// <summary>Whether the pods that are to run first have all been made; true of what makes none.</summary>
    public bool IsMade { get; init; } = true;

    /// <summary>Why it can never be as it was wanted; null while it can.</summary>
    public KindFailure? Failure { get; init; }

    /// <summary>Whether what it waits for is the cluster's matter, not that of what was deployed.</summary>
    public bool IsOfCluster { get; init; }

    /// <summary>What was not looked at, or not waited for; null where nothing was left out.</summary>
    public string? Note { get; init; }

    /// <summary>Whether anything tells that it is as it was wanted; false where the object says nothing of itself.</summary>
    public bool IsJudged { get; init; } = true;

    public static KindState Waits(string what) => new(what);

    public static KindState Failed(string reason, string message) => new(message) { Failure = new KindFailure(reason, message) };
}

/// <summary>Why an object can never be as it was wanted.</summary>
/// <param name="Reason">One word, where there is one Kubernetes' own.</param>
/// <param name="Message">What the cluster says.</param>
internal sealed record KindFailure(string Reason, string Message);
