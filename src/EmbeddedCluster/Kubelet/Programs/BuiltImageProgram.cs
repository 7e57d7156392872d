using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Network;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>
/// Stands in for an image that is built from somebody's checkout, whose code does not run here: answers every path of its ports as the Services that select
/// the pod are expected to.
/// </summary>
internal sealed class BuiltImageProgram(PodNetwork network, FrozenPods frozen, ObjectStore store) : IContainerProgram
{
    /// <summary>Of an image that names no port, as ASP.NET Core's own.</summary>
    private const int UsualPort = 8080;

    private const string ExpectedStatus = "gauntlet/expect-status";
    private const string ExpectedBody = "gauntlet/expect-body";
    private static readonly byte[] Simulated = Encoding.UTF8.GetBytes("simulated by the embedded cluster\n");

    public async Task<IRunningContainer> StartAsync(ContainerContext context, CancellationToken cancellationToken)
    {
        int[] named = [.. context.Container.Objects("ports").Select(port => port.Int(0, "containerPort")).Where(port => port > 0).Distinct()];
        int[] ports = named.Length > 0 ? named : [UsualPort];
        var answers = new Answers(store, context.Pod);
        var uid = context.Pod.Uid();
        var application = WebContainer.Create(
            [.. ports.Select(port => new IPEndPoint(context.PodAddress, port))], network.Listen, null, null, async request =>
            {
                await frozen.ThawedAsync(uid, request.RequestAborted);
                // A probe asks whether the program runs, and what stands in for it does.
                var isProbe = request.Request.Headers.UserAgent.ToString().StartsWith("kube-probe/", StringComparison.Ordinal);
                var (status, body) = isProbe ? (200, Simulated) : answers.Now;
                request.Response.StatusCode = status;
                request.Response.ContentType = "text/plain; charset=utf-8";
                request.Response.ContentLength = body.Length;
                if (!HttpMethods.IsHead(request.Request.Method))
                {
                    await request.Response.BodyWriter.WriteAsync(body, request.RequestAborted);
                }
            });
        var container = await WebContainer.StartAsync([application], [], cancellationToken);
        context.Log.Write(string.Create(CultureInfo.InvariantCulture,
            $"simulated by the embedded cluster: the code of {context.Container.Text("image")} does not run; listening on {string.Join(", ", ports)}"));
        return container;
    }

    /// <summary>What is expected of a pod, read anew when anything in the cluster has changed.</summary>
    private sealed class Answers(ObjectStore store, JsonObject pod)
    {
        private (long Revision, int Status, byte[] Body) _last = (-1, 200, Simulated);

        public (int Status, byte[] Body) Now
        {
            get
            {
                var (last, revision) = (_last, store.Revision);
                if (last.Revision != revision)
                {
                    var (status, body) = Read();
                    _last = last = (revision, status, body);
                }

                return (last.Status, last.Body);
            }
        }

        private (int Status, byte[] Body) Read()
        {
            foreach (var service in store.List(ResourceCatalogue.Services, pod.Namespace()).Select(item => item.Value))
            {
                if (service.Map("spec", "selector") is { Count: > 0 } selector && LabelSelector.FromMap(selector).Matches(pod)
                    && service.Object("metadata", "annotations") is { } annotations && (annotations[ExpectedStatus] ?? annotations[ExpectedBody]) is not null)
                {
                    return (int.TryParse((string?)annotations[ExpectedStatus], CultureInfo.InvariantCulture, out var status) ? status : 200,
                        (string?)annotations[ExpectedBody] is { } body ? Encoding.UTF8.GetBytes(body) : Simulated);
                }
            }

            return (200, Simulated);
        }
    }
}
