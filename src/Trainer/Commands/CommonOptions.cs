using System.CommandLine;
using Bqx.Core;

namespace Bqx.Trainer.Commands;

/// <summary>Options and arguments that several commands have. Each call makes a new one: an option belongs to one command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object instead of a table." };

    /// <summary>How much of a list is shown, 1 to 10,000.</summary>
    public static Option<int> Limit(int usual)
    {
        var option = new Option<int>("--limit") { Description = "At most so many rows.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--limit takes 1 to 10000.");
            }
        });
        return option;
    }

    public static Option<string> Label() => new("--label")
    {
        Description = "The label to move.",
        DefaultValueFactory = _ => "production",
    };

    public static Option<double> Timeout() => new("--timeout")
    {
        Description = "Seconds to wait for all servers.",
        DefaultValueFactory = _ => 30,
    };

    public static Argument<string> Model() => new("ID") { Description = "A package, written name@version." };

    /// <summary>Reads name@version.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static ModelId ParseModel(string? text) => ModelId.TryParse(text, out var id)
        ? id!
        : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a package: write name@version, such as bqx@1.");

    /// <summary>Reads a waiting time in seconds.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static TimeSpan ParseTimeout(double seconds) => seconds is > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new FaultException(Fault.InvalidInput, $"A timeout of {seconds} s is not possible: more than 0 and at most 3600 is.");

    /// <summary>Reads an instant: ISO 8601, UTC where no zone is given; null stays null.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static Minute? ParseInstant(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var instant)
            ? Minute.Floor(instant)
            : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not an instant: write 2017-06-01 or 2017-06-01T12:00Z.");
    }
}
