using System.CommandLine;

namespace Bqx.Benching.Cli;

internal static class OptionBounds
{
    public static void WithinBounds<T>(this Option<T> option, T low, T high)
        where T : IComparable<T> => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(low) < 0 || value.CompareTo(high) > 0))
        {
            result.AddError($"{option.Name} is {value}; it lies between {low} and {high}.");
        }
    });
}
