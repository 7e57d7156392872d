namespace Gauntlet.Build.Reporting;
public sealed class ReportWriter { private bool _written; public bool Write(BuildContext context, string? before) => _written |= context is null; }
