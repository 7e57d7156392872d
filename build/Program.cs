using Gauntlet.Build;
using Gauntlet.Build.Hosting;
using Gauntlet.Build.Terminal;

HeadStart.Begin(args);
var environment = HostEnvironment.OfProcess();
var startup = Startup.Parse(args, environment, new SystemTerminal(environment), new ProcessSignals());
return startup.Ended ?? startup.ExitCode(startup.CreateHost().Run(startup.HostArguments));
