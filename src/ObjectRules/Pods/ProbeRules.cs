using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>Probes and lifecycle hooks: exactly one handler, and sensible numbers.</summary>
internal static class ProbeRules
{
    private static readonly string[] ProbeHandlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] HookHandlers = ["exec", "httpGet", "tcpSocket", "sleep"];

    public static void Check(Field container)
    {
        foreach (var name in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            var probe = container[name];
            if (!probe.Exists)
            {
                continue;
            }

            Handler(probe, ProbeHandlers);
            foreach (var number in new[] { "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold" })
            {
                probe[number].NotNegative();
            }

            if (name != "readinessProbe" && probe["successThreshold"].Number is not (null or 0 or 1))
            {
                probe["successThreshold"].Invalid("must be 1");
            }
        }

        foreach (var hook in new[] { container["lifecycle"]["postStart"], container["lifecycle"]["preStop"] }.Where(hook => hook.Exists))
        {
            Handler(hook, HookHandlers);
        }
    }

    private static void Handler(Field owner, string[] handlers)
    {
        var given = handlers.Select(name => (name, owner[name])).Where(handler => handler.Item2.Exists).ToList();
        if (given.Count == 0)
        {
            owner.Required("must specify a handler type");
            return;
        }

        foreach (var (_, second) in given.Skip(1))
        {
            second.Forbidden("may not specify more than 1 handler type");
        }

        switch (given[0])
        {
            case ("exec", var exec) when exec["command"].Count == 0:
                exec["command"].Required();
                break;
            case ("httpGet", var http):
                Http(http);
                break;
            case ("tcpSocket", var socket):
                Amounts.Port(socket["port"]);
                break;
            case ("grpc", var grpc):
                grpc["port"].Between(1, 65_535);
                break;
        }
    }

    private static void Http(Field http)
    {
        Amounts.Port(http["port"]);
        http["scheme"].OneOf("HTTP", "HTTPS");
        foreach (var name in http["httpHeaders"].Items.Select(header => header["name"]))
        {
            if (name.TextOrEmpty is { } text)
            {
                name.As(http["httpHeaders"].Path).Invalid(text, NameForms.HeaderName(text));
            }
        }
    }
}
