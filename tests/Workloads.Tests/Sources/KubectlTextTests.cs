using Gauntlet.Workloads.Sources.Kustomize;

namespace Gauntlet.Workloads.Tests.Sources;

internal sealed class KubectlTextTests
{
    [TestCase("error: accumulating resources: a\n", ExpectedResult = "accumulating resources: a")]
    [TestCase("E1128 06:43:06.703243    9394 run.go:72] \"command failed\" err=\"unknown field \\\"foo\\\"\"\n", ExpectedResult = "unknown field \"foo\"")]
    [TestCase("E1129 11:13:07.063443    9405 run.go:72] \"command failed\" err=<\n\ttrouble configuring\n\t`: unable to parse\n >\n",
        ExpectedResult = "trouble configuring `: unable to parse")]
    [TestCase("something else", ExpectedResult = "something else")]
    public string Read_WhatKubectlPrints_IsTheErrorAlone(string text) => KubectlText.Read(text.Split('\n'));
}
