using Gauntlet.EmbeddedCluster.Hosting;

return args is ["serve", .. var options] ? await ServeCommand.RunAsync(options) : await ServeCommand.RunAsync(["--help"]);
