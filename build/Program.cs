using Gauntlet.Build;

var startup = Startup.Parse(args);
return startup.Ended ?? startup.ExitCode(startup.CreateHost().Run(startup.HostArguments));
