namespace Gauntlet.LoadGenerator; internal static class Placeholder { }
