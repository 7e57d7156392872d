using System.Diagnostics;
using System.Globalization;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Tests.Processes;

[TestFixture]
public sealed class OrphansTests
{
    /// <summary>Who reads while a record is written sees the old file or the new one: a half-written record would be forgotten.</summary>
    [Test]
    public void Record_FileThatIsBeingRead_IsReplacedAndNotRewritten()
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-children-").FullName;
        using var child = Process.GetCurrentProcess();
        var file = Path.Combine(folder, child.Id.ToString(CultureInfo.InvariantCulture) + ".json");
        File.WriteAllText(file, "the record before");
        using (var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)))
        {
            using var record = new Orphans(folder).Record(child);

            Assert.That(reader.ReadToEnd(), Is.EqualTo("the record before"));
            Assert.That(File.ReadAllText(file), Does.StartWith("{").And.EndsWith("}"));
        }

        Assert.That(Directory.EnumerateFiles(folder), Is.Empty, "a draft or the record was left");
        Directory.Delete(folder);
    }
}
