namespace Gauntlet.Build;
[TaskName("Default")]
public sealed class HelloTask : FrostingTask { public override void Run(Cake.Core.ICakeContext context) => System.Console.WriteLine("hello"); }
