namespace Gauntlet.Build.Clusters;

/// <summary>What the policy of a cluster expects of an identity token; null where that is not known.</summary>
/// <param name="Subject">For whom the token is.</param>
/// <param name="Audience">For whom it is to read.</param>
internal readonly record struct ExpectedToken(string? Subject, string? Audience);
