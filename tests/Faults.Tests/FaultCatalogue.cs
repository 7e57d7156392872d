namespace Gauntlet.Faults.Tests;

/// <summary>Every fault of the suite.</summary>
internal static class FaultCatalogue
{
    /// <summary>By heading, in the order of the headings.</summary>
    public static IReadOnlyList<IGrouping<string, Fault>> Sections { get; } =
    [
        .. from type in typeof(FaultCatalogue).Assembly.GetTypes()
           where type.IsClass && type.IsAssignableTo(typeof(IFaultSet))
           let set = (IFaultSet)Activator.CreateInstance(type)!
           orderby set.Heading, type.FullName
           from fault in set.Faults
           group fault by set.Heading,
    ];

    /// <summary>The faults of one ground and pace, as test cases that are named after their cause.</summary>
    public static IEnumerable<TestCaseData> Cases(Ground ground, Pace? pace = null) =>
        from section in Sections
        from fault in section
        where fault.Ground == ground && (pace is null || fault.Pace == pace)
        select new TestCaseData(fault).SetArgDisplayNames(fault.Cause);
}
