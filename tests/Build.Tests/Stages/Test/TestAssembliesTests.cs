using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Stages.Test;

[TestFixture]
public sealed class TestAssembliesTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("gauntlet-list-");

    [TearDown]
    public void TearDown()
    {
        if (Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Take_WhatTheBuildLeft_IsAssembliesByFrameworkAndTheFolderIsGone()
    {
        Write("A-net10.0", "net10.0\n/a.dll\n");
        Write("B-net10.0", "net10.0\n/b.dll\n");
        Write("B-net9.0", "net9.0\n/old/b.dll\n");

        var taken = TestAssemblies.Take(_folder.FullName);

        Assert.That(taken.Select(group => $"{group.Key}: {string.Join(' ', group)}"), Is.EqualTo(new[] { "net10.0: /a.dll /b.dll", "net9.0: /old/b.dll" }));
        Assert.That(Directory.Exists(_folder.FullName), Is.False);
    }

    [Test]
    public void Take_NoFolder_IsEmpty() => Assert.That(TestAssemblies.Take(Path.Combine(_folder.FullName, "none")), Is.Empty);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
