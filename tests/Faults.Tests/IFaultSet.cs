namespace Gauntlet.Faults.Tests;

/// <summary>Faults of one kind; every implementation is found by the suite and becomes a section of docs/faults.md.</summary>
internal interface IFaultSet
{
    /// <summary>The heading of the section; two sets with the same heading share it.</summary>
    string Heading { get; }

    /// <summary>In the order of the table.</summary>
    IEnumerable<Fault> Faults { get; }
}
