using Cake.Core;
using Cake.Frosting;

namespace Gauntlet.Compat.Tests.Frosting;

// The public tasks of this assembly, and so all that a scan of it may find.
public sealed class PublicTask : FrostingTask;

public static class Holder
{
    public sealed class NestedTask : FrostingTask;

    internal sealed class HiddenTask : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("must not be found");
    }
}

public abstract class AbstractTask : FrostingTask;
