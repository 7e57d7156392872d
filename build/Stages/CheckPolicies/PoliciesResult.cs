namespace Gauntlet.Build.Stages.CheckPolicies;

/// <summary>What connections between the pods showed of the network policies.</summary>
/// <param name="Policies">How many there are in the manifests.</param>
/// <param name="Made">Connections that are allowed, and were made.</param>
/// <param name="Held">Connections that are denied, and were not made.</param>
/// <param name="Unknown">Connections that were refused where nothing listens.</param>
/// <param name="Enforced">What a connection of the stage's own showed of the cluster; null where it needed none, or none was made.</param>
/// <param name="Findings">Connections that are not as the policies say; as many as are shown.</param>
public sealed record PoliciesResult(int Policies, int Made, int Held, int Unknown, bool? Enforced, IReadOnlyList<PolicyFinding> Findings);

/// <summary>A connection that is not as the policies say; foreign text.</summary>
/// <param name="From">The workload that connects.</param>
/// <param name="To">The workload that it connects to.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsAllowed">What the policies say.</param>
/// <param name="Seen">What became of it: connected, refused or no answer.</param>
public sealed record PolicyFinding(string From, string To, int Port, bool IsAllowed, string Seen);
