namespace Gauntlet.PullRequests; internal static class Placeholder { }
