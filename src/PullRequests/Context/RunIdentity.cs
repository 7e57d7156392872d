using System.Globalization;

namespace Gauntlet.PullRequests.Context;

/// <summary>Which workflow run speaks. Ids grow with time in one GitHub, so the larger one is the newer run.</summary>
/// <param name="Id">GitHub's id of the run.</param>
/// <param name="Attempt">1 for the first attempt, one more for each re-run.</param>
public readonly record struct RunIdentity(long Id, int Attempt) : IComparable<RunIdentity>
{
    /// <inheritdoc />
    public int CompareTo(RunIdentity other) => Id != other.Id ? Id.CompareTo(other.Id) : Attempt.CompareTo(other.Attempt);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"run {Id}, attempt {Attempt}");

    /// <summary>Older than.</summary>
    public static bool operator <(RunIdentity left, RunIdentity right) => left.CompareTo(right) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(RunIdentity left, RunIdentity right) => left.CompareTo(right) > 0;

    /// <summary>Not newer than.</summary>
    public static bool operator <=(RunIdentity left, RunIdentity right) => left.CompareTo(right) <= 0;

    /// <summary>Not older than.</summary>
    public static bool operator >=(RunIdentity left, RunIdentity right) => left.CompareTo(right) >= 0;
}
