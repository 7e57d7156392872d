using Gauntlet.ForeignText;

namespace Gauntlet.Reports.Writers;

/// <summary>The page's style. Colours are variables, so that light and dark differ in one place.</summary>
internal static class HtmlStyle
{
    public static Composed<HtmlSink> Css { get; } = HtmlSink.Compose($$$"""
        :root{--bg:#fff;--card:#f6f7f9;--ink:#1c2128;--soft:#59636e;--rule:#dfe3e8;--c1:#0b62c4;--c2:#c2570c;--c3:#7a3fc4;--c4:#1a7f37;--c5:#b3186d;--quiet:#c6cdd6;
        --good:#1a7f37;--bad:#cf222e;--warn:#9a6700}
        @media(prefers-color-scheme:dark){:root{--bg:#0f1318;--card:#181e26;--ink:#e4e9ef;--soft:#9aa5b1;--rule:#2c343e;--c1:#5ca9ff;--c2:#f0914a;
        --c3:#b78cf5;--c4:#4ac26b;--c5:#f57ab8;--quiet:#3d4854;--good:#4ac26b;--bad:#ff6b6b;--warn:#d9a520}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main{max-width:1264px;margin:0 auto;padding:24px 16px 64px}
        header{border-left:6px solid var(--warn);background:var(--card);border-radius:6px;padding:16px 20px}
        header.pass{border-color:var(--good)}header.fail{border-color:var(--bad)}
        h1{margin:0;font-size:28px;line-height:1.2;color:var(--warn)}header.pass h1{color:var(--good)}header.fail h1{color:var(--bad)}
        h2{font-size:18px;margin:32px 0 8px}header ul{margin:8px 0;padding-left:20px}li{overflow-wrap:anywhere}
        .run,.small{color:var(--soft);font-size:13px;overflow-wrap:anywhere}.run{margin:8px 0 0}
        .notes{margin:16px 0 0;padding:8px 16px 8px 32px;border:1px solid var(--rule);border-radius:6px;color:var(--soft);font-size:14px}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px;min-width:min(100%,520px)}
        th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}.figure{white-space:nowrap}
        thead th{color:var(--soft);font-weight:600}tbody th{font-weight:500}td.text{min-width:12em}
        tr.fail>*{background:color-mix(in srgb,var(--bad) 12%,transparent)}tr.fail>th{box-shadow:inset 4px 0 var(--bad);padding-left:10px}
        tr.inconclusive>*{background:color-mix(in srgb,var(--warn) 12%,transparent)}tr.inconclusive>th{box-shadow:inset 4px 0 var(--warn);padding-left:10px}
        td small{display:block;color:var(--soft);font-size:12px}a{color:var(--c1)}.headline{margin:8px 0 0;font-size:16px}
        pre{background:var(--card);border-radius:6px;padding:12px;white-space:pre-wrap;overflow-wrap:anywhere;
        font:13px/1.45 ui-monospace,"DejaVu Sans Mono",monospace}
        code{font:13px ui-monospace,"DejaVu Sans Mono",monospace}summary{cursor:pointer;font-weight:600;margin:16px 0 8px}
        .plots{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px 32px;margin-top:32px}figure{margin:0}
        .plot{display:block;max-width:100%;height:auto}.narrow{display:none}
        @media(max-width:860px){.plots{grid-template-columns:1fr}}
        @media(max-width:560px){.wide{display:none}.narrow{display:block}main{padding:12px 12px 48px}h1{font-size:23px}th,td{padding-right:10px}}
        svg text{font-family:inherit;fill:var(--soft);font-size:12px}svg .plot-title{font-size:15px;font-weight:600;fill:var(--ink)}
        svg .axis-label{fill:var(--ink)}
        .grid{stroke:var(--rule);stroke-width:1}.base{stroke:var(--soft);stroke-width:1}
        .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.span{stroke-width:3}.ring{stroke-width:2;fill:var(--bg)}
        .line.c1,.span.c1,.ring.c1{stroke:var(--c1)}.line.c2{stroke:var(--c2)}.line.c3{stroke:var(--c3)}
        .line.c4{stroke:var(--c4)}.line.c5{stroke:var(--c5)}.line.bad{stroke:var(--bad);stroke-dasharray:7 5}
        .hover{fill:transparent}.hover:hover{fill:var(--soft);fill-opacity:.14}.fill.c4{fill:var(--c4)}.fill.c5{fill:var(--c5)}
        .band{fill-opacity:.2}.fill.c1{fill:var(--c1)}.fill.c2{fill:var(--c2)}.fill.c3{fill:var(--c3)}.fill.bad{fill:var(--bad)}.fill.quiet{fill:var(--quiet)}
        """);
}
