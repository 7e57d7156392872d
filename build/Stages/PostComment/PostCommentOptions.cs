using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.PostComment;

/// <summary>The options of PostComment.</summary>
public sealed class PostCommentOptions() : OptionSet("Verdict", 42)
{
    public static readonly Option<string> Comment = Option.Choice("comment", "post", ["post", "print"], "post the comment, or print what would be posted");
}
