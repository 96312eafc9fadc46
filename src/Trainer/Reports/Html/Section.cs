using System.Xml.Linq;

namespace Bqx.Trainer.Reports.Html;

/// <summary>A section of the report.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Content">What it shows of a run.</param>
internal sealed record Section(string Id, string Title, Func<ReportData, IEnumerable<XElement>> Content);
