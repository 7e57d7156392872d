using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>A container's status as its pod reports it.</summary>
internal sealed class ContainerState(JsonObject container)
{
    public JsonObject Container { get; } = container;

    public string Name { get; } = container.Text("name") ?? "";

    public JsonObject State { get; private set; } = Waiting("ContainerCreating", null);

    public JsonObject LastState { get; private set; } = [];

    public bool Ready { get; set; }

    public bool Started { get; set; }

    public int Restarts { get; set; }

    public string ImageId { get; set; } = "";

    public string ContainerId { get; set; } = "";

    public bool IsRunning => State.ContainsKey("running");

    public int? ExitCode => State.Number("terminated", "exitCode") is { } code ? (int)code : null;

    public void Wait(string reason, string? message) => Enter(Waiting(reason, message));

    public void Run(string startedAt)
    {
        Enter(new JsonObject { ["running"] = new JsonObject { ["startedAt"] = startedAt } });
        Started = false;
    }

    public void Terminate(int exitCode, string finishedAt)
    {
        var startedAt = State.Text("running", "startedAt") ?? finishedAt;
        Enter(new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exitCode,
                ["reason"] = exitCode == 0 ? "Completed" : "Error",
                ["startedAt"] = startedAt,
                ["finishedAt"] = finishedAt,
                ["containerID"] = ContainerId,
            },
        });
        Ready = false;
        Started = false;
    }

    public JsonObject ToStatus() => new()
    {
        ["name"] = Name,
        ["state"] = State.DeepClone(),
        ["lastState"] = LastState.DeepClone(),
        ["ready"] = Ready,
        ["restartCount"] = Restarts,
        ["image"] = ImageReference.TryParse(Container.Text("image") ?? "")?.Full ?? Container.Text("image"),
        ["imageID"] = ImageId,
        ["containerID"] = ContainerId,
        ["started"] = Started,
    };

    private void Enter(JsonObject next)
    {
        if (State.Object("terminated") is not null)
        {
            LastState = State;
        }

        State = next;
    }

    private static JsonObject Waiting(string reason, string? message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }
}
