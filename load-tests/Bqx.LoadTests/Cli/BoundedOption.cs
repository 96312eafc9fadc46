using System.CommandLine;
using Bqx.Benching.Cli;

namespace Bqx.LoadTests.Cli;

/// <summary>An option that takes a number from 1 up to a bound.</summary>
internal static class BoundedOption
{
    public static Option<int> Create(string name, string description, int usual, int high)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.WithinBounds(1, high);
        return option;
    }
}
