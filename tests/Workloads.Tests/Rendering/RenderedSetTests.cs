using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Rendering;

namespace Gauntlet.Workloads.Tests.Rendering;

public sealed class RenderedSetTests
{
    private const string Secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: echo}\nstringData: {password: correct-horse}\n";
    private TemporaryFolder _folder = null!;

    private string Source => Path.Combine(_folder.Path, "manifests");

    private string Rendering => Path.Combine(_folder.Path, "artifacts", "manifests");

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Project.Root, "manifests"), "*.yaml", SearchOption.AllDirectories))
        {
            _folder.Write(Path.Combine("manifests", Path.GetRelativePath(Path.Combine(Project.Root, "manifests"), file)), File.ReadAllText(file));
        }

        _folder.Write("manifests/echo/secret.yaml", Secret);
        _folder.Write("manifests/echo/unicode.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: u, namespace: echo}\ndata: {a: \"\\u263a 🍌 <&> \\t\"}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(Rendering)!);
        RenderedSet.Write(Rendering, ManifestSet.Load(Source));
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Read_WhatWasWritten_IsTheSameSet()
    {
        var (source, read) = (ManifestSet.Load(Source), RenderedSet.Read(Rendering)!);

        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Objects.Select(entry => (entry.Reference, entry.Kind, entry.Body.ToJsonString(), entry.Origin.ToString())),
            Is.EqualTo(source.Objects.Select(entry => (entry.Reference, entry.Kind, entry.Body.ToJsonString(), entry.Origin.ToString()))));
        Assert.That(read.Objects.Select(entry => entry.Origin.LineOf("metadata.name")),
            Is.EqualTo(source.Objects.Select(entry => entry.Origin.LineOf("metadata.name"))));
        Assert.That((read.Routes, read.Images, Path.GetFileName(read.Folder)), Is.EqualTo((source.Routes, source.Images, "manifests")));
    }

    /// <summary>Between two steps of a workflow anything may happen to the checkout.</summary>
    [Test]
    public void Read_SourceChangedSince_IsWhatWasRendered()
    {
        Directory.Delete(Source, recursive: true);

        Assert.That(RenderedSet.Read(Rendering)!.Routes.Select(route => route.Name), Is.EqualTo(new[] { "foo", "bar" }));
    }

    [Test]
    public void Write_SameObjects_HaveTheSameHashAndOthersAnother()
    {
        var first = RenderedSet.Write(Rendering, ManifestSet.Load(Source));
        _folder.Write("manifests/zz.yaml", "# a comment\n---\n# and another\n");
        var same = RenderedSet.Write(Rendering, ManifestSet.Load(Source));
        _folder.Write("manifests/echo/secret.yaml", Secret.Replace("correct", "wrong", StringComparison.Ordinal));

        Assert.That(same, Is.EqualTo(first).And.StartsWith("sha256:"));
        Assert.That(RenderedSet.Write(Rendering, ManifestSet.Load(Source)), Is.Not.EqualTo(first));
    }

    /// <summary>The folder is uploaded by CI, which leaves hidden folders out.</summary>
    [Test]
    public void Write_Secret_LiesInAHiddenFolderOfItsOwner()
    {
        var holding = Directory.GetFiles(Rendering, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("correct-horse", StringComparison.Ordinal)).ToList();

        Assert.That(holding.Select(Path.GetDirectoryName), Is.EqualTo(new[] { Path.Combine(Rendering, ".private") }));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(holding[0]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(holding[0])!),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public void Write_OverAnOlderRendering_LeavesNothingOfIt()
    {
        _folder.Write("artifacts/manifests/objects/999-old.json", "{}");
        File.Delete(Path.Combine(Source, "echo/secret.yaml"));

        RenderedSet.Write(Rendering, ManifestSet.Load(Source));

        Assert.That(Directory.Exists(Path.Combine(Rendering, ".private")), Is.False);
        Assert.That(File.Exists(Path.Combine(Rendering, "objects/999-old.json")), Is.False);
        Assert.That(Directory.GetDirectories(Path.GetDirectoryName(Rendering)!), Is.EqualTo(new[] { Rendering }), "no draft is left");
    }

    [Test]
    public void Read_NoFolder_IsNone() => Assert.That(RenderedSet.Read(Path.Combine(_folder.Path, "none")), Is.Null);

    [TestCase("index.json", "\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2")]
    [TestCase("index.json", "\"schemaVersion\": 1,", "", "schemaVersion is missing")]
    [TestCase("index.json", "{", "", "damaged")]
    [TestCase("index.json", "objects/000", "../../000", "outside of it")]
    [TestCase("index.json", "\"hash\": \"sha256:", "\"hash\": \"sha256:0", "changed after it was written")]
    [TestCase("objects", "echo", "ehco", "changed after it was written")]
    [TestCase("objects", "{", "[", "damaged")]
    public void Read_WhatWasTamperedWith_IsRefused(string file, string from, string to, string what)
    {
        var path = Path.Combine(Rendering, file);
        path = Directory.Exists(path) ? Directory.GetFiles(path).Order().First(entry => File.ReadAllText(entry).Contains(from, StringComparison.Ordinal))
            : path;
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(path,
            text[..text.IndexOf(from, StringComparison.Ordinal)] + to + text[(text.IndexOf(from, StringComparison.Ordinal) + from.Length)..]);

        Assert.That(() => RenderedSet.Read(Rendering), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(what));
    }

    /// <summary>What is JSON and not what it should be; a fault of this program is caught nowhere.</summary>
    [TestCase("index.json", "null", "schemaVersion is missing")]
    [TestCase("index.json", "[]", "damaged")]
    [TestCase("index.json", """{"schemaVersion": 1}""", "lacks its folder or its objects")]
    [TestCase("index.json", """{"schemaVersion": 1, "folder": "manifests", "hash": "", "objects": null}""", "damaged")]
    [TestCase("index.json", """{"schemaVersion": 1, "folder": "manifests", "hash": "", "objects": [null]}""", "lacks its file, kind or origin")]
    [TestCase("index.json", """{"schemaVersion": 1, "folder": "manifests", "hash": "", "objects": [{}]}""", "lacks its file, kind or origin")]
    [TestCase("index.json", """{"schemaVersion": 1, "folder": "manifests", "objects": [{"file": "a", "kind": {}}]}""", "lacks its file, kind or origin")]
    [TestCase("object", "null", "holds no object")]
    [TestCase("object", "7", "holds no object")]
    [TestCase("object", "{}", "holds no object")]
    [TestCase("object", """{"metadata": {"name": null}}""", "holds no object")]
    [TestCase("object", """{"metadata": {"name": {}}}""", "holds no object")]
    public void Read_FileThatHoldsSomethingElse_IsRefused(string file, string text, string what)
    {
        File.WriteAllText(file == "object" ? Directory.GetFiles(Path.Combine(Rendering, "objects")).Order().First() : Path.Combine(Rendering, file), text);

        Assert.That(() => RenderedSet.Read(Rendering), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(what));
    }

    [Test]
    public void Read_ObjectFileThatIsGone_IsRefused()
    {
        File.Delete(Directory.GetFiles(Path.Combine(Rendering, "objects"))[0]);

        Assert.That(() => RenderedSet.Read(Rendering), Throws.InstanceOf<InvalidDataException>());
    }
}
