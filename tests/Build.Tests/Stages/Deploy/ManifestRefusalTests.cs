using System.Net;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Tests.Stages.Deploy;

[TestFixture]
public sealed class ManifestRefusalTests
{
    private const string OfTheUser = "services is forbidden: User \"ci\" cannot patch resource \"services\" in API group \"\" in the namespace \"echo\"";

    private static readonly ManifestSet Manifests = ManifestSet.Load(Path.Combine(Checkout.Root, "manifests"));

    private static KubeObject Foo => Manifests.Objects.Single(entry => entry.ToString() == "Service echo/foo");

    [TestCase("The Ingress \"echo\" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified", true)]
    [TestCase(
        "The Deployment \"foo\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"bar\"}: `selector` does not match template `labels`",
        true)]
    [TestCase("Error from server (BadRequest): error when creating \"objects/foo.yaml\": Deployment in version \"v1\" cannot be handled", true)]
    [TestCase(
        "Error from server (Forbidden): error when creating \"objects/foo.yaml\": pods \"foo\" is forbidden: violates PodSecurity \"restricted:latest\"", true)]
    [TestCase(
        "Error from server: error when creating \"objects/ingress.yaml\": admission webhook \"validate.nginx.ingress.kubernetes.io\" "
            + "denied the request: host is already defined",
        true)]
    [TestCase("Error from server (Forbidden): error when creating \"objects/foo.yaml\": " + OfTheUser, false)]
    [TestCase(
        "error: unable to decode \"objects/foo.yaml\": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.annotations of type string",
        true)]
    [TestCase("Error from server (InternalError): failed calling webhook \"validate.nginx.ingress.kubernetes.io\": connection refused", false)]
    [TestCase(
        "error: error validating \"objects/foo.yaml\": error validating data: failed to download openapi: dial tcp 127.0.0.1:6443: connect: connection refused",
        false)]
    [TestCase("Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid", false)]
    public void OfKubectl_WhatItSays_IsTheManifestsOnlyWhereTheServerReadIt(string line, bool refused) =>
        Assert.That(ManifestRefusal.OfKubectl(["service/foo serverside-applied", line], Manifests)?.Text, Is.EqualTo(refused ? line : null));

    [Test]
    public void OfKubectl_CopyThatItNames_IsTheUsersFile()
    {
        var index = Manifests.Objects.Index().Single(entry => entry.Item == Foo).Index;

        var refusal = ManifestRefusal.OfKubectl(
            [$"error: unable to decode \"/a/artifacts/manifests/.private/applied/3-objects/{index:000}-service-foo.json\": json: cannot unmarshal"], Manifests);

        Assert.That(refusal!.Place, Is.EqualTo("echo/foo-service.yaml:1"));
    }

    [TestCase("The Service \"foo\" is invalid: spec.ports: Required value", "echo/foo-service.yaml:", "ports:")]
    [TestCase("The Service \"foo\" is invalid: spec.ports[0].port: Invalid value: 0", "echo/foo-service.yaml:", "port: 80")]
    [TestCase("The Service \"foo\" is invalid: metadata.labels: Invalid value: \"a b\"", "echo/foo-service.yaml:", "labels:")]
    [TestCase("The Service \"foo\" is invalid: [spec.type: Unsupported value: \"x\", spec.ports: Required value]", "echo/foo-service.yaml:", "spec:")]
    [TestCase("The Service \"absent\" is invalid: spec.ports: Required value", null, null)]
    public void OfKubectl_ObjectThatItNames_IsTheUsersFileAndLine(string line, string? file, string? text)
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "manifests", Foo.Origin.File)).ToList();

        Assert.That(ManifestRefusal.OfKubectl([line], Manifests)!.Place,
            Is.EqualTo(file is null ? null : file + (lines.FindIndex(written => written.Trim().TrimStart('-', ' ') == text) + 1)));
    }

    [Test]
    public void AsUsage_Refusal_NamesTheUsersFile()
    {
        var end = new ManifestRefusal("spec.ports: Required value", "echo/foo-service.yaml:9").AsUsage(Manifests, ["all"]);

        Assert.That((end.Outcome, end.Message),
            Is.EqualTo((StageOutcome.Usage, "The API server does not take manifests/echo/foo-service.yaml:9: spec.ports: Required value")));
    }

    [TestCase(HttpStatusCode.UnprocessableEntity, "pathType must be specified", true)]
    [TestCase(HttpStatusCode.BadRequest, "unknown field", true)]
    [TestCase(HttpStatusCode.Forbidden, "exceeded quota", true)]
    [TestCase(HttpStatusCode.Forbidden, OfTheUser, false)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "try again", false)]
    public void Of_WhatTheApiServerAnswers_GoesByItsStatusAndNamesTheFile(HttpStatusCode code, string message, bool refused) =>
        Assert.That(
            ManifestRefusal.Of(new ApiServerException("PATCH /api/v1/services", code, new ApiStatus(message)) { Of = Foo }),
            Is.EqualTo(refused ? new ManifestRefusal(message, "echo/foo-service.yaml:1") : null));

    [Test]
    public void Of_StatusThatNamesAField_IsTheLineOfTheField()
    {
        var status = ApiStatus.Read(
            """{"kind":"Status","message":"Service is invalid","reason":"Invalid","details":{"causes":["""
                + """{"reason":"FieldValueInvalid","field":"metadata.annotations[absent]"}]}}""")!;

        var refusal = ManifestRefusal.Of(new ApiServerException("PATCH", HttpStatusCode.UnprocessableEntity, status) { Of = Foo });

        Assert.That(refusal!.Place, Is.EqualTo($"echo/foo-service.yaml:{Foo.Origin.LineOf("metadata")}"), "the nearest field that is there");
    }

    [Test]
    public void Of_AnswerToAnotherRequest_IsNoRefusal() =>
        Assert.That(ManifestRefusal.Of(new ApiServerException("GET /api/v1/services", HttpStatusCode.BadRequest, new ApiStatus("no"))), Is.Null);
}
