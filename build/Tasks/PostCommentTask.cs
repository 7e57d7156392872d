namespace Gauntlet.Build.Tasks;
[TaskName("PostComment")]
[TaskDescription("PostComment")]
public sealed class PostCommentTask : FrostingTask<BuildContext>;
