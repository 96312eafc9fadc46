using System.Text;
using Grpc.Core;

namespace Bqx.LoadTests.Load;

internal static class StatusName
{
    /// <summary>The name on the wire's side of the world: <c>NotFound</c> is NOT_FOUND.</summary>
    public static string Of(StatusCode code)
    {
        if (code == StatusCode.OK)
        {
            return CallOutcome.Success.Status;
        }

        var text = new StringBuilder();
        foreach (var letter in code.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
