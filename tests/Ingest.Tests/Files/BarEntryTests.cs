using Bqx.Core;

namespace Bqx.Ingest.Tests.Files;

public sealed class BarEntryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Folder_TakesBarFilesToTheBottomInOrder()
    {
        _folder.Plain("b.csv", "x");
        _folder.Plain("sub/a.csv", "x");
        _folder.Plain("README.md", "x");
        _folder.Gzip("c.csv.gz", "x");
        _folder.Zip("d.zip", ("one.csv", "x"), ("note.txt", "x"), ("two.csv", "x"));
        BarEntry.Find([_folder.Path]).Select(entry => entry.Name).ShouldBe(["b.csv", "c.csv.gz", "d.zip/one.csv", "d.zip/two.csv", "a.csv"]);
    }

    [Fact]
    public void Find_NothingThere_NamesItWithoutItsPath()
    {
        var fault = Should.Throw<FaultException>(() => BarEntry.Find([Path.Combine(_folder.Path, "nope")]));
        fault.Message.ShouldBe("'nope' holds no .csv, .csv.gz or .zip file of bars.");
        _folder.Plain("bad.zip", "no zip at all");
        Should.Throw<FaultException>(() => BarEntry.Find([_folder.Path])).Message.ShouldBe("'bad.zip' is not a zip file.");
    }

    [Theory]
    [InlineData("eurusd_m1.csv.gz", "EURUSD")]
    [InlineData("DAT_ASCII_NZDCAD_M1_2017.csv", "NZDCAD")]
    [InlineData("HISTDATA_COM_ASCII_EURUSD_M1_2017.zip/DAT_ASCII_EURUSD_M1_2017.csv", "EURUSD")]
    [InlineData("GBP-JPY.csv", "GBPJPY")]
    [InlineData("USDEUR.csv", null)]
    [InlineData("bars.csv", null)]
    public void PairNames_FileName_TellsThePair(string name, string? pair) => PairNames.Find(name)?.Name.ShouldBe(pair);
}
