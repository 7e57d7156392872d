using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gauntlet.EmbeddedCluster.Tests.Support;

/// <summary>Objects to create in tests.</summary>
internal static class Manifest
{
    public const string Echo = "hashicorp/http-echo:1.0.0";

    public static JsonObject Yaml(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        return (JsonObject)YamlJson.Read(parser, 0)!;
    }

    public static JsonObject Deployment(string space, string name, string image = Echo, int replicas = 1, string extra = "", string fault = "") => Yaml($$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}}, namespace: {{space}}}
        spec:
          replicas: {{replicas}}
          {{extra}}
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} }, annotations: {gauntlet/fault: "{{fault}}"} }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: echo
                image: {{image}}
                args: [-listen=:5678, -text={{name}}]
                ports: [{name: http, containerPort: 5678}]
                readinessProbe: {httpGet: {path: /health, port: http}, periodSeconds: 1}
        """);

    /// <summary>Without the annotation for faults, as it would be written for a real cluster.</summary>
    public static JsonObject Pure(JsonObject deployment)
    {
        (deployment["spec"]!["template"]!["metadata"] as JsonObject)!.Remove("annotations");
        return deployment;
    }

    public static JsonObject Service(string space, string name) => Yaml($$"""
        apiVersion: v1
        kind: Service
        metadata: {name: {{name}}, namespace: {{space}}}
        spec:
          selector: {app: {{name}} }
          ports: [{name: http, port: 80, targetPort: http}]
        """);

    public static JsonObject ConfigMap(string space, string name, string value = "1") => Yaml($$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{name}}, namespace: {{space}}, labels: {value: "{{value}}"} }
        data: {value: "{{value}}"}
        """);
}
