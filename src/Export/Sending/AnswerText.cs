using System.Buffers;
using System.Text;

namespace Gauntlet.Export.Sending;

/// <summary>What a receiver says, in bounds.</summary>
internal static class AnswerText
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The begin of a body.</summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            var body = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, MostBytes), MostBytes, throwOnEndOfStream: false, cancellation)
                    .ConfigureAwait(false);
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One line of text, cut where it is too long, without a full stop at its end.</summary>
    public static string Line(string text, int most)
    {
        var line = string.Join(' ', new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length > most ? line[..most] + "…" : line.TrimEnd('.');
    }
}
