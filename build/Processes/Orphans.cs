using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.Build.Processes;

/// <summary>Records every child process while it runs, so that the next process of the pipeline can end what a killed one left behind.</summary>
/// <param name="folder">Holds one file for each child.</param>
public sealed class Orphans(string folder)
{
    /// <summary>Records a child until the record is disposed. Where it cannot be written the child runs all the same.</summary>
    public IDisposable Record(Process child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var file = Path.Combine(folder, child.Id.ToString(CultureInfo.InvariantCulture) + ".json");
        try
        {
            Directory.CreateDirectory(folder);
            using var owner = Process.GetCurrentProcess();
            // In one step: a process that ends what is left behind must not read, and so forget, a half-written record.
            AtomicFile.Write(file, JsonSerializer.Serialize(new Kinship(Identity.Of(child), Identity.Of(owner))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // A child that has ended needs no record; a disk that is full must not keep a tool from running.
        }

        return new RecordOfChild(file);
    }

    /// <summary>Kills every recorded child whose owner is dead, with its own children.</summary>
    public void End()
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
        {
            var kinship = Read(file);
            if (kinship is null || !IsAlive(kinship.Owner))
            {
                Kill(kinship?.Child);
                Forget(file);
            }
        }
    }

    private static bool IsAlive(Identity identity)
    {
        using var process = identity.Find();
        return process is not null;
    }

    private static void Kill(Identity? identity)
    {
        using var process = identity?.Find();
        try
        {
            process?.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It ended in the meantime, or is no longer ours to end.
        }
    }

    private static Kinship? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Kinship>(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run tries again.
        }
    }

    /// <summary>A process; ids alone are given again.</summary>
    private sealed record Identity(int Id, string Start)
    {
        public static Identity Of(Process process) => new(process.Id, ProcessStart.Of(process));

        public Process? Find() => ProcessStart.Find(Id, Start);
    }

    private sealed record Kinship(Identity Child, Identity Owner);

    private sealed class RecordOfChild(string file) : IDisposable
    {
        public void Dispose() => Forget(file);
    }
}
