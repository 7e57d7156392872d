namespace Gauntlet.Workloads; internal static class Placeholder { }
