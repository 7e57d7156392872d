using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>One pod on its node, from the moment it is bound until it is gone.</summary>
internal sealed class PodWorker : IDisposable
{
    private readonly NodeServices _services;
    private readonly JsonObject _pod;
    private readonly string _node;
    private readonly string _address;
    private readonly string _startTime;
    private readonly List<ContainerState> _init;
    private readonly List<ContainerState> _containers;
    private readonly List<ContainerRunner> _runners = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private Task? _ending;
    private bool _initialized;

    public PodWorker(NodeServices services, JsonObject pod, string node)
    {
        _services = services;
        _pod = pod;
        _node = node;
        _address = services.Network.NextAddress();
        _startTime = services.Clock.Timestamp();
        _init = [.. pod.Objects("spec", "initContainers").Select(container => new ContainerState(container))];
        _containers = [.. pod.Objects("spec", "containers").Select(container => new ContainerState(container))];
        _initialized = _init.Count == 0;
        foreach (var waiting in _init.Count > 0 ? _containers : [])
        {
            waiting.Wait("PodInitializing", null);
        }
    }

    public string Uid => _pod.Uid();

    public void Start()
    {
        Publish();
        _work = Task.Run(() => RunAsync(_end.Token));
    }

    /// <summary>Ends the pod within its grace period and then lets it go from the store, where its finalizers may still hold it.</summary>
    public Task EndAsync(TimeSpan grace, bool remove)
    {
        lock (_gate)
        {
            return _ending ??= Task.Run(() => StopAsync(grace, remove));
        }
    }

    public void Dispose() => _end.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var state in _init)
            {
                await Runner(state).RunAsync(init: true, cancellationToken);
                if (state.ExitCode != 0)
                {
                    Publish();
                    return;
                }

                state.Ready = true;
            }

            _initialized = true;
            await Task.WhenAll(_containers.Select(state => Runner(state).RunAsync(init: false, cancellationToken)));
            Publish();
        }
        catch (OperationCanceledException)
        {
            // The pod is being deleted: EndAsync does the rest.
        }
        catch (Exception defect)
        {
            // A defect in one pod must not take the node down.
            _services.Logger.LogError(defect, "Pod {Pod} failed", _pod.Name());
        }
    }

    private async Task StopAsync(TimeSpan grace, bool remove)
    {
        foreach (var state in _containers.Where(state => state.IsRunning))
        {
            _services.Events.Normal(_pod, "kubelet", "Killing", $"Stopping container {state.Name}", _node, $"spec.containers{{{state.Name}}}");
        }

        await _end.CancelAsync();
        await _work;
        await Task.WhenAll(_runners.Select(runner => runner.StopAsync(grace)));
        _services.Network.Release(_address);
        if (remove)
        {
            Publish();
            _services.Registry.TryDelete(ResourceCatalogue.Pods, _pod, DeleteRequest.AtOnce);
        }

        _services.Logs.Forget(_pod.Uid());
    }

    private ContainerRunner Runner(ContainerState state)
    {
        var runner = new ContainerRunner(_services, _pod, _address, _node, state, Publish);
        lock (_gate)
        {
            _runners.Add(runner);
        }

        return runner;
    }

    private void Publish()
    {
        lock (_gate)
        {
            _services.Store.TryUpdate(ResourceCatalogue.Pods, _pod.Namespace(), _pod.Name(), current =>
            {
                if (current.Uid() != _pod.Uid())
                {
                    return null;
                }

                new PodStatus(_services.Clock, _init, _containers, _initialized).Write(current, _address, _services.HostAddress(_node), _startTime);
                return current;
            });
        }
    }
}
