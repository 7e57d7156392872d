using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.PostComment;

/// <summary>The options of PostComment.</summary>
public sealed class PostCommentOptions() : OptionSet("Verdict", 42)
{
    /// <summary>What tells the legs of a matrix apart; null where there are none.</summary>
    public static readonly Option<string?> Leg = Option.Value<string?>(
        "comment-leg", null, "name", "leg of a matrix whose comment this is; each has one of its own",
        value => value.Length is > 0 and <= 100 ? null : "is not a name of 1 to 100 characters", value => value);

    public static readonly Option<string> Comment = Option.Choice("comment", "post", ["post", "print"], "post the comment, or print what would be posted");
}
