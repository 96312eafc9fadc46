namespace Bqx.Trainer.Reports.Html;

/// <summary>Looks of the report. It holds none of the characters that XML would escape, for HTML reads it as it stands.</summary>
internal static class StyleSheet
{
    public const string Text = """

        :root {
          --paper: #fdfdfc; --ink: #1d2330; --soft: #5b6472; --line: #dfe3e8; --panel: #f4f6f8; --accent: #2f66a8;
          --good: #1f7a4d; --bad: #b3372f; --good-panel: #e6f4ec; --bad-panel: #fbe9e7;
          --s0: #2f6db5; --s1: #c8622a; --s2: #2c8a5b; --s3: #8758ae; --s4: #a8841c; --s5: #b23f67; --s6: #2b8b96; --s7: #78808c;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14171c; --ink: #e4e7ec; --soft: #9aa4b2; --line: #2e343d; --panel: #1c2128; --accent: #86b6ee;
            --good: #6fcb9a; --bad: #f0877d; --good-panel: #16291f; --bad-panel: #331c1a;
            --s0: #79aeea; --s1: #ee9a62; --s2: #66c594; --s3: #c19fe2; --s4: #dcbc5c; --s5: #ec89a8; --s6: #6fcbd4; --s7: #a3abb7;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; }
        body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; padding-top: .9rem; border-top: 1px solid var(--line); }
        h2 .number { color: var(--soft); font-weight: 400; margin-right: .35rem; }
        h3 { font-size: 1.02rem; margin: 1.75rem 0 .5rem; }
        p { max-width: 46rem; margin: .6rem 0; }
        a { color: var(--accent); text-underline-offset: .15em; }
        .kicker, .meta, figcaption, caption, .note, .missing { color: var(--soft); font-size: .88rem; }
        .kicker { margin: 0 0 .2rem; }
        .missing { font-style: italic; }
        nav ol { columns: 3 14rem; margin: 1.25rem 0 0; padding: .9rem 1rem .9rem 2.2rem; background: var(--panel); border-radius: .5rem; font-size: .9rem; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        .scroll { overflow-x: auto; margin: .75rem 0; }
        table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: .35rem; }
        th, td { padding: .28rem .55rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
        th { font-weight: 600; }
        thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; color: var(--soft); white-space: normal; }
        tbody th { font-weight: 500; vertical-align: top; }
        th:first-child, .words th, .words td { text-align: left; }
        .words td { white-space: normal; overflow-wrap: anywhere; min-width: 6rem; vertical-align: top; }
        tbody tr:hover { background: var(--panel); }
        pre { background: var(--panel); padding: .8rem 1rem; border-radius: .4rem; overflow-x: auto; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        details { margin: .6rem 0; }
        summary { cursor: pointer; color: var(--accent); font-size: .92rem; padding: .15rem 0; }
        .banner { padding: .7rem 1rem; border-radius: .4rem; border-left: 4px solid; margin: .8rem 0; max-width: none; }
        .banner.good { background: var(--good-panel); border-color: var(--good); }
        .banner.bad { background: var(--bad-panel); border-color: var(--bad); }
        .good-text { color: var(--good); font-weight: 600; }
        .bad-text { color: var(--bad); font-weight: 600; }
        .lead { font-size: 1.12rem; }
        .verdicts { padding-left: 0; list-style: none; }
        .verdicts li { padding: .3rem 0 .3rem 1.7rem; position: relative; max-width: 50rem; }
        .verdicts li::before { position: absolute; left: .15rem; font-weight: 700; }
        .verdicts .better::before { content: "+"; color: var(--good); }
        .verdicts .worse::before { content: "−"; color: var(--bad); }
        .verdicts .none::before { content: "○"; color: var(--soft); }
        .verdicts .unknown::before { content: "?"; color: var(--soft); }
        figure { margin: 1.1rem 0; }
        figcaption { margin-bottom: .35rem; max-width: 46rem; }
        .small { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .4rem 1rem; }
        .small figure { margin: .3rem 0; }
        .pairwise { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: .5rem 1.5rem; }
        svg { display: block; height: auto; overflow: visible; }
        svg text { font: 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--ink); }
        svg .tick { fill: var(--soft); font-size: 10.5px; font-variant-numeric: tabular-nums; }
        svg .end { text-anchor: end; }
        svg .middle { text-anchor: middle; }
        svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
        svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
        svg .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
        svg .band { fill: var(--good); opacity: .12; }
        svg .line { stroke: currentColor; stroke-width: 1.8; fill: none; stroke-linejoin: round; }
        svg .second { stroke-dasharray: 5 3; }
        svg .whisker { stroke: currentColor; stroke-width: 1.6; fill: none; }
        svg .whisker.over { stroke: var(--ink); }
        svg .dot { fill: currentColor; stroke: var(--paper); stroke-width: 1; }
        svg .bar { fill: currentColor; }
        svg .cloud { stroke: currentColor; stroke-width: 3.6; stroke-linecap: round; fill: none; opacity: .7; }
        svg .cell { stroke: var(--paper); stroke-width: 1.5; fill: currentColor; }
        svg .blank { stroke: var(--line); stroke-width: 1; fill: none; }
        .key { display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-size: .82rem; color: var(--soft); margin: .3rem 0; padding: 0; list-style: none; }
        .key span { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; background: currentColor; margin-right: .35rem; vertical-align: -.06rem; }
        .key li { color: var(--ink); }
        .s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); }
        .s4 { color: var(--s4); } .s5 { color: var(--s5); } .s6 { color: var(--s6); } .s7 { color: var(--s7); }
        .plus { color: var(--s0); } .minus { color: var(--s1); }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          nav { display: none; }
          .scroll { overflow: visible; }
          figure, tr, .banner { break-inside: avoid; }
          h2, h3, figcaption, caption { break-after: avoid; }
          details::details-content { content-visibility: visible; height: auto; }
        }

        """;
}
