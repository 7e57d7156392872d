using System.Net;
using Gauntlet.Build.Deployment;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Tests.Deployment;

[TestFixture]
public sealed class ManifestRefusalTests
{
    private const string OfTheUser = "services is forbidden: User \"ci\" cannot patch resource \"services\" in API group \"\" in the namespace \"echo\"";

    [TestCase("The Ingress \"echo\" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified", true)]
    [TestCase("The Deployment \"foo\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"bar\"}: `selector` does not match template `labels`", true)]
    [TestCase("Error from server (BadRequest): error when creating \"objects/foo.yaml\": Deployment in version \"v1\" cannot be handled", true)]
    [TestCase("Error from server (Forbidden): error when creating \"objects/foo.yaml\": pods \"foo\" is forbidden: violates PodSecurity \"restricted:latest\"", true)]
    [TestCase("Error from server: error when creating \"objects/ingress.yaml\": admission webhook \"validate.nginx.ingress.kubernetes.io\" denied the request: host is already defined", true)]
    [TestCase("Error from server (Forbidden): error when creating \"objects/foo.yaml\": " + OfTheUser, false)]
    [TestCase("error: unable to decode \"objects/foo.yaml\": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.annotations of type string", true)]
    [TestCase("Error from server (InternalError): failed calling webhook \"validate.nginx.ingress.kubernetes.io\": connection refused", false)]
    [TestCase("error: error validating \"objects/foo.yaml\": error validating data: failed to download openapi: dial tcp 127.0.0.1:6443: connect: connection refused", false)]
    [TestCase("Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid", false)]
    public void Of_WhatKubectlSays_IsTheManifestsOnlyWhereTheServerReadIt(string line, bool refused)
    {
        var journal = new CommandJournal();
        journal.End(null!, new CompletedCommand("kubectl apply", 1, TimeSpan.Zero, ["service/foo serverside-applied", line]));

        Assert.That(ManifestRefusal.Of(new CakeException("kubectl: Process returned an error (exit code 1)."), journal), Is.EqualTo(refused ? line : null));
    }

    [TestCase(HttpStatusCode.UnprocessableEntity, "pathType must be specified", true)]
    [TestCase(HttpStatusCode.BadRequest, "unknown field", true)]
    [TestCase(HttpStatusCode.Forbidden, "exceeded quota", true)]
    [TestCase(HttpStatusCode.Forbidden, OfTheUser, false)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "try again", false)]
    public void Of_WhatTheApiServerAnswers_GoesByItsStatus(HttpStatusCode status, string message, bool refused) =>
        Assert.That(ManifestRefusal.Of(new HttpRequestException(message, null, status), new CommandJournal()), Is.EqualTo(refused ? message : null));

    [Test]
    public void Of_ServerThatDoesNotAnswer_IsNoRefusal() =>
        Assert.That(ManifestRefusal.Of(new HttpRequestException("connection refused"), new CommandJournal()), Is.Null);
}
