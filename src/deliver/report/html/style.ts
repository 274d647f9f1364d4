import { PALETTE } from './palette.ts';

/**
 * The page's own look. Colour sits on glyphs and whiskers, words keep the text's colour. No "<" or "&" in here: the page
 * is XML too.
 */

const BASE = `
*{box-sizing:border-box}
html{background:var(--bg);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:920px;padding:48px 40px 64px;background:var(--bg);color:var(--fg);font:14px/21px system-ui,-apple-system,"Segoe UI","Open Sans","Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,dd,table,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:26px;line-height:34px;font-weight:600;margin:8px 0;max-width:760px;text-wrap:balance}
h2{font-size:16px;line-height:22px;font-weight:600;margin:40px 0 8px}
h3{font-size:14px;line-height:20px;font-weight:600}
h4{font-size:12px;line-height:17px;font-weight:600}
b{font-weight:600}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
code,pre{font:12px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.muted,.iv{color:var(--muted)}
.small{font-size:12px;line-height:17px}
.nowrap{white-space:nowrap}
.eyebrow{display:flex;flex-wrap:wrap;gap:0 24px;justify-content:space-between;font-size:12px;line-height:18px;color:var(--muted)}
.lead{max-width:760px}
.lead+.lead{margin-top:4px}
.goal{color:var(--muted);margin-bottom:4px}
.badge{display:inline-flex;align-items:center;gap:6px;margin:4px 0 0;padding:1px 8px;border:1px solid var(--wait);border-radius:4px;font-size:12px;line-height:18px}
.standing{display:flex;gap:10px;max-width:760px;margin:16px 0 0;padding:10px 12px;border:1px solid var(--hair);border-left:3px solid currentColor;border-radius:4px}
.standing p{color:var(--fg)}
.figs dd,.figs dt{min-width:0}
.figs{display:grid;grid-template-columns:repeat(4,auto);justify-content:space-between;gap:16px 24px;margin:28px 0 0;padding:16px 0;border-top:1px solid var(--hair);border-bottom:1px solid var(--hair)}
.figs dt,.figs .s{font-size:12px;line-height:16px;color:var(--muted)}
.figs .v{font-size:22px;line-height:30px;font-weight:600;white-space:nowrap}
.figs .v .iv{display:inline-block;font-size:14px;line-height:18px;font-weight:400}
.g{flex:none;fill:currentColor;display:block}
.kept{color:var(--kept)}.bad{color:var(--bad)}.wait{color:var(--wait)}.run{color:var(--run)}.none{color:var(--none)}
.vd{display:inline-flex;align-items:center;gap:8px;max-width:100%}
.vd bdi,.vd b{min-width:0}
section{min-width:0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 40px}
`;

const TABLES = `
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-size:12px;line-height:17px;color:var(--muted);padding-bottom:4px}
th{font-size:12px;line-height:16px;font-weight:600;color:var(--muted);text-align:left;vertical-align:bottom;padding:4px 12px 4px 0;border-bottom:1px solid var(--hair)}
td{padding:6px 12px 6px 0;border-bottom:1px solid var(--hair);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;white-space:nowrap}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
tbody th .muted{font-weight:400}
tbody th{color:var(--fg);font-size:14px;line-height:21px;vertical-align:top;padding:6px 12px 6px 0}
.kt .vd a{color:inherit}
.kt thead th{white-space:normal}
.kt td:first-child{width:42%}
.kt td:nth-child(2){min-width:120px}
.kt .sub{display:block;padding-left:22px}
.iv-t td,.iv-t th{border:0;padding:0 12px 0 0;height:20px;line-height:20px;font-size:12px;vertical-align:middle}
.iv-t thead th{vertical-align:bottom;height:18px}
.iv-t .nm{width:170px;max-width:170px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.iv-t tbody .nm{color:var(--fg);font-weight:400}
.iv-t .is-kept .nm,.iv-t .is-kept .dl{font-weight:600}
.iv-t .nm a{color:inherit}
.iv-t thead text{font-weight:400}
.iv-t .vw{color:var(--muted);white-space:nowrap}
.iv-t .pl{width:300px;padding:0 12px 0 0}
.iv-t .pl svg{display:block;width:300px}
.iv-t tr:target,.iv-t tbody tr:hover{background:var(--band)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;font-size:12px;line-height:18px}
.facts dt{color:var(--muted)}
.facts dd{min-width:0;overflow-wrap:anywhere}
.fn td,.fn th{border:0;padding:0 12px 6px 0;font-size:12px;line-height:16px;vertical-align:top}
.fn th{font-weight:400;color:var(--fg);white-space:nowrap;width:1px}
.fn .is-good th{font-weight:600}
.fn .b{display:flex;align-items:center;gap:8px}
.fn svg{flex:1 1 auto;min-width:0;max-width:calc(100% - 40px)}
.fn .rest{display:block;color:var(--muted);padding-top:1px}
.ns td,.ns th{font-size:12px;line-height:17px;padding-top:4px;padding-bottom:2px}
.ns .strip td{padding-top:0;padding-bottom:6px}
.ns tr:not(.strip) td,.ns tbody tr:not(.strip) th{border:0}
.um{display:grid;gap:4px}
.um li{display:grid;grid-template-columns:14px 96px 1fr;gap:8px;align-items:start;font-size:12px;line-height:18px}
.um .g{margin-top:2px}
.says{display:grid;gap:6px}
.says li{padding-left:14px;position:relative}
.says li::before{content:"";position:absolute;left:2px;top:9px;width:4px;height:1px;background:currentColor}
.says p+p{margin-top:6px}
`;

const EXPERIMENTS = `
.ex{margin-top:16px;padding-top:16px;border-top:1px solid var(--hair)}
.ex header{display:flex;flex-wrap:wrap;align-items:center;gap:2px 12px}
.ex header h3{font-size:16px;line-height:22px}
.ex header .vd{align-items:center}
.ex .title{margin-top:2px}
.ex .cols{display:grid;grid-template-columns:minmax(0,1fr) 272px;gap:12px 40px;margin-top:12px}
.ex .side{display:grid;gap:14px;align-content:start}
.ex .side section+section{padding-top:12px;border-top:1px solid var(--hair)}
.ex .only{grid-template-columns:minmax(0,1fr)}
.ex figure+figure{margin-top:10px}
.ex figcaption,.tot figcaption{display:flex;flex-wrap:wrap;gap:0 8px;align-items:baseline;font-size:12px;line-height:17px}
.mt{display:grid;grid-template-columns:max-content max-content 1fr;gap:0 10px;align-items:baseline}
.mt .d{font-size:18px;line-height:24px;font-weight:600;white-space:nowrap}
.mt .note{grid-column:2/-1}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin-top:4px;font-size:11px;line-height:16px;color:var(--muted)}
.legend span{display:inline-flex;align-items:center;gap:6px}
.chart{display:block;overflow:visible;color:var(--fg)}
svg text{font-size:11px;fill:var(--muted);font-family:inherit;font-variant-numeric:tabular-nums}
svg text.fg{fill:var(--fg)}svg text.b{font-weight:600}
svg text.e{text-anchor:end}svg text.m{text-anchor:middle}
.grid{stroke:var(--grid);shape-rendering:crispEdges}
.zero{stroke:var(--fg);shape-rendering:crispEdges}
.band{fill:var(--band)}
.edge{stroke:var(--axis);stroke-dasharray:2 3;fill:none;shape-rendering:crispEdges}
.thr{stroke:var(--fg);stroke-dasharray:5 3;fill:none;shape-rendering:crispEdges}
.whisk{stroke:currentColor;stroke-width:1.5;fill:none}
.est{stroke:var(--run);stroke-width:1.5;fill:none;stroke-linejoin:round}
.ev{stroke:var(--fg);stroke-width:1.5;fill:none;stroke-linejoin:round}
.ci{fill:var(--shade)}
.ci-edge{stroke:var(--run);stroke-width:1;stroke-dasharray:1 2;fill:none}
.mark{stroke:var(--fg);stroke-width:1.5;fill:var(--bg)}
.solid{fill:var(--fg);stroke:var(--fg)}
.stall{stroke:var(--wait);stroke-width:1.5;fill:none}
.bar{fill:var(--bar)}.bar.is-good{fill:var(--kept)}
.dot{fill:var(--fg);fill-opacity:.75}
details{margin-top:8px}
summary{cursor:pointer;font-size:12px;line-height:18px;color:var(--link);width:fit-content}
.wide{overflow-x:auto;margin-top:4px}
.pt th,.pt td{font-size:12px;line-height:16px;padding:2px 12px 2px 0}
.pt td{white-space:nowrap}
pre{margin-top:4px;padding:8px 10px;background:var(--code);border:1px solid var(--hair);border-radius:4px;overflow-x:auto;tab-size:4}
pre span{display:block;unicode-bidi:isolate;direction:ltr;white-space:pre}
pre .add{color:var(--add)}pre .del{color:var(--del)}pre .at{color:var(--muted)}
.add{color:var(--add)}.del{color:var(--del)}
.reason{margin-top:8px}
.refused li+li{margin-top:4px}
.tot{display:grid;grid-template-columns:1fr 1fr;gap:12px 40px;margin-top:12px}
footer{margin-top:48px;padding-top:12px;border-top:1px solid var(--hair);font-size:12px;line-height:17px;color:var(--muted)}
`;

const NARROW = `
@media (max-width:820px){
body{padding:32px 20px 48px}
.two,.tot,.ex .cols{grid-template-columns:minmax(0,1fr)}
.figs{grid-template-columns:repeat(2,minmax(0,1fr))}
.st thead{display:none}
.st,.st tbody,.st tr,.st td,.st th{display:block;width:auto}
.st tr{padding:8px 0;border-bottom:1px solid var(--hair)}
.st tbody tr:last-child{border-bottom:0}
.st td,.st tbody th{border:0;padding:1px 0;text-align:left;white-space:normal}
.st td[data-l]{display:grid;grid-template-columns:104px 1fr;gap:8px}
.st td[data-l]::before{content:attr(data-l);font-size:12px;color:var(--muted)}
.st td:empty{display:none}
.st td:first-child{width:auto}
.kt .sub{padding-left:0}
.iv-t,.iv-t caption,.iv-t tbody,.iv-t thead,.iv-t tfoot,.iv-t thead tr,.iv-t tfoot tr{display:block}
.iv-t thead th:not(.pl),.iv-t tfoot td:not(.pl),.iv-t .no{display:none}
.iv-t thead .pl,.iv-t tfoot .pl{display:block;width:auto;padding:0;height:auto}
.iv-t tbody tr{display:grid;grid-template-columns:14px minmax(0,1fr) auto auto;gap:0 8px;padding:6px 0;border-bottom:1px solid var(--hair)}
.iv-t tbody td,.iv-t tbody th{height:auto;padding:0}
.iv-t tbody .nm{max-width:none}
.iv-t .gl{grid-row:1;padding-top:4px!important}.iv-t .nm{grid-column:2}
.iv-t .vw{grid-column:2;grid-row:2}
.iv-t .dl{grid-column:3;grid-row:1}.iv-t .iv{grid-column:4;grid-row:1;min-width:84px}
.iv-t .pr{grid-column:3/-1;grid-row:2}
.iv-t .pr::after{content:" pairs run"}
.iv-t .pl{grid-column:1/-1;grid-row:3;width:auto;padding:0}
.iv-t .pl svg{width:100%;max-width:340px;height:auto}
}
@media (max-width:600px){
h1{font-size:22px;line-height:29px}
.figs .v{white-space:normal}
.w{display:none}
}
`;

const PAPER = `
@media print{
body{padding:0;max-width:none;font-size:11px;line-height:16px}
h2,h3,figcaption,thead{break-after:avoid}
tr,figure,.figs,.um li{break-inside:avoid}
.ex .cols{grid-template-columns:minmax(0,1fr) 230px}
a{color:inherit}
details::details-content{content-visibility:visible;block-size:auto}
.wide,pre{overflow:visible}
pre span{white-space:pre-wrap}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

export const STYLE = [PALETTE, BASE, TABLES, EXPERIMENTS, NARROW, PAPER].join('\n');
