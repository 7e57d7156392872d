using Gauntlet.Build;

var startup = Startup.Parse(args);
return startup.Refused ?? startup.ExitCode(startup.CreateHost().Run(startup.HostArguments));
