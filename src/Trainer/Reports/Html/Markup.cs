using System.Xml;
using System.Xml.Linq;

namespace Bqx.Trainer.Reports.Html;

/// <summary>
/// Elements of a page that is HTML and XML at once. Text goes through <see cref="Clean"/>, and the writer escapes it; an element without
/// content has an end tag, for an HTML parser knows no other way.
/// </summary>
internal static class Markup
{
    public static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Void = ["meta", "br"];

    /// <summary>An element of the page. Content is text, attributes, elements, or lists of them.</summary>
    public static XElement Tag(string name, params object?[] content)
    {
        var element = new XElement(Html + name, [.. content.Select(Cleaned)]);
        if (element.IsEmpty && !Void.Contains(name))
        {
            element.Value = "";
        }

        return element;
    }

    /// <summary>An element of a drawing.</summary>
    public static XElement Draw(string name, params object?[] content) => new(Svg + name, [.. content.Select(Cleaned)]);

    public static XAttribute Attribute(string name, string value) => new(name, Clean(value));

    public static XAttribute Class(string names) => new("class", names);

    /// <summary>What the browser shows when the pointer rests on a part of a drawing.</summary>
    public static XElement Tooltip(string text) => Draw("title", text);

    /// <summary>A part that opens when its summary is chosen.</summary>
    public static XElement Fold(string summary, params object?[] content) => Tag("details", Tag("summary", summary), content);

    /// <summary>Says what a section would show, had it been recorded.</summary>
    public static XElement Missing(string what) => Tag("p", Class("missing"), what);

    /// <summary>The text with every character that no XML may hold replaced.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune =>
            rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD"));

    private static object? Cleaned(object? content) => content is string text ? Clean(text) : content;
}
