namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>A failure log in which something happens at the end of each line, while the loop is busy with it.</summary>
internal sealed class HookedStream(Action atLine) : MemoryStream
{
    public override void WriteByte(byte value)
    {
        base.WriteByte(value);
        atLine();
    }
}
