namespace Gauntlet.Build.Pipeline;

/// <summary>Something that a run which was killed may have left in force, and that has to end before the next command does anything.</summary>
public interface ILeftBehind
{
    /// <summary>A text that stands in the state file wherever there is such a thing: a state without it is not read, which would delay every start.</summary>
    string Sign { get; }

    /// <summary>Ends what the state says is in force; answers what that was, and null where nothing is.</summary>
    /// <param name="context">Of this process; its state is the one that was left, and says afterwards that nothing is.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="StageException">It is still there.</exception>
    Task<string?> EndAsync(BuildContext context, CancellationToken cancellation);
}
