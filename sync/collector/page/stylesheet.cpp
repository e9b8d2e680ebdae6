// The console's look: colours, type and measures of the design, as CSS. No page has a style of its
// own. Everything is mirrored by itself where the text runs from right to left (logical margins).
#include "sync/collector/page/page.h"

namespace afterword::page {
namespace {

constexpr std::string_view kBase = R"css(
@font-face{font-family:Inter;font-weight:400;font-display:swap;src:url("Inter-Regular.otf")}
@font-face{font-family:Inter;font-weight:500;font-display:swap;src:url("Inter-Medium.otf")}
@font-face{font-family:Inter;font-weight:600;font-display:swap;src:url("Inter-SemiBold.otf")}
@font-face{font-family:Vollkorn;font-weight:500;font-display:swap;src:url("Vollkorn-Medium.ttf")}
:root{
  --cover:#12362D;--cover-raised:#1B473C;--cover-text2:#DDE9E2;
  --ink:#16302A;--ink2:#394C45;--paper:#F5F3EC;--paper2:#ECEAE0;--sheet:#FFF;
  --line:#D8D6CA;--line2:#7E8982;--marigold:#F4B443;--marigold-soft:#FBE4B3;
  --spruce:#1A5645;--spruce-pressed:#123F32;--spruce-soft:#E2EDE6;--selected:#FFFAEE;
  --lagoon:#1B6577;--lagoon-mid:#3F8DA1;--lagoon-soft:#D5E6EA;--rust:#8C3813;
  --na-fill:#ECEAE0;--na-hatch:#B9B8AB;--na-outline:#8E9088;--grid:#E4E2D8;
  --serif:Vollkorn,"Noto Serif","Noto Naskh Arabic","Noto Serif CJK SC",Georgia,serif;
  --sans:Inter,"Noto Sans","Noto Sans Arabic","Noto Sans CJK SC",system-ui,sans-serif;
}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 15px/22px var(--sans);
  font-feature-settings:"tnum" 1,"kern" 1}
h1,h2,.figure .value,.term .value,.small-figure,.sign,blockquote,.brand span,.line{
  font-family:var(--serif);font-weight:500;font-feature-settings:"lnum" 1,"kern" 1,"liga" 1}
h1{font-size:42px;line-height:46px;letter-spacing:-.012em;margin:0;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:22px;line-height:26px;margin:0}
h3{font-size:15px;line-height:20px;font-weight:600;margin:0}
p,ul,dl,blockquote{margin:0;padding:0}
ul{list-style:none}
b{font-weight:600}
small{font-size:13px;line-height:18px;color:var(--ink2)}
code{font:500 14px/20px ui-monospace,"DejaVu Sans Mono",monospace;background:var(--paper2);
  border-radius:6px;padding:1px 6px;overflow-wrap:anywhere}
a{color:var(--spruce);font-weight:600;text-decoration:none}
a:hover{text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px;border-radius:8px}
svg{display:block;flex:none}
.icon{width:18px;height:18px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.mark{width:14px;height:14px}
.mark.large{width:44px;height:44px}
.mark.good{fill:var(--spruce)}
.mark .on{fill:none;stroke:#fff;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.mark.bad{fill:var(--rust)}
.mark.quiet{fill:var(--ink)}
.mark .ring{fill:none;stroke:var(--ink);stroke-width:2.4}
.bad{color:var(--rust)}
.skip-link{position:absolute;inset-inline-start:-999px;background:var(--ink);color:#fff;padding:10px 16px;z-index:9}
.skip-link:focus{inset-inline-start:16px;inset-block-start:12px}
)css";

constexpr std::string_view kFrame = R"css(
.masthead{min-height:68px;border-bottom:1px solid var(--line);padding:0 48px;display:flex;align-items:center;gap:56px}
.brand{display:flex;align-items:center;gap:12px;color:var(--ink);font-weight:500}
.brand:hover{text-decoration:none}
.brand span{font-size:28px;line-height:34px;letter-spacing:-.012em}
.brand .comma{height:38px;width:25px;fill:var(--spruce);margin-top:4px}
.masthead nav ul{display:flex;gap:34px}
.masthead nav a{display:block;color:var(--ink2);font-weight:500;line-height:68px;height:68px;border-bottom:3px solid transparent}
.masthead nav a:hover{color:var(--ink);text-decoration:none}
.masthead nav a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--ink)}
.who{margin-inline-start:auto;display:flex;align-items:center;gap:20px;color:var(--ink2)}
.organisation{font-weight:500;color:var(--ink2)}
.avatar{width:36px;height:36px;border-radius:50%;background:var(--cover);color:#fff;font-size:13px;font-weight:600;
  display:grid;place-items:center}
button{font:600 15px/22px var(--sans);cursor:pointer}
button.plain{border:0;background:none;color:var(--ink2);font-weight:500;padding:9px 0;min-height:42px}
button.plain:hover{color:var(--ink);text-decoration:underline;text-underline-offset:3px}
button.main{border:0;border-radius:24px;min-height:48px;padding:0 28px;background:var(--spruce);color:#fff}
button.main:hover{background:var(--spruce-pressed)}
main{padding:26px 48px 48px;max-width:1536px;margin:0 auto}
.heading{display:flex;flex-wrap:wrap;gap:16px 32px;align-items:flex-end;justify-content:space-between;margin-bottom:20px}
.heading>div:first-child{flex:1 1 420px;min-width:0}
.below{color:var(--ink2);margin-top:4px}
.controls{display:flex;flex-wrap:wrap;gap:12px;align-items:center}
.notice{display:flex;gap:12px;align-items:flex-start;background:var(--marigold-soft);border-radius:16px;
  padding:12px 18px;margin:0 0 22px}
.notice .mark{margin-top:4px}
.segments{display:flex;background:var(--paper2);border-radius:21px;padding:3px}
.segments a{color:var(--ink2);font-weight:500;padding:7px 16px;border-radius:18px}
.segments a:hover{text-decoration:none;color:var(--ink)}
.segments a[aria-current]{background:var(--sheet);color:var(--ink);font-weight:600;box-shadow:0 1px 3px #16302a29}
.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:24px;padding:22px 24px}
.empty{padding:40px 32px;text-align:center}
.empty p{margin-top:8px;color:var(--ink2)}
.top{display:flex;gap:16px;justify-content:space-between;align-items:baseline}
.top>span{font-size:13px;line-height:18px;color:var(--ink2);white-space:nowrap}
.note{font-size:13px;line-height:18px;color:var(--ink2);margin-top:12px}
.login{display:grid;grid-template-columns:minmax(300px,35%) 1fr;min-height:100vh}
.login aside{background:var(--cover);color:#fff;padding:48px;position:relative;overflow:hidden}
.login aside>.comma{position:absolute;height:520px;width:auto;inset-inline-end:-140px;inset-block-end:-110px;fill:var(--cover-raised)}
.login .brand{color:#fff;position:relative}
.login .brand .comma{fill:var(--marigold);height:48px;width:31px}
.login .brand span{font-size:34px;line-height:40px}
.login .line{font-size:46px;line-height:51px;letter-spacing:-.012em;margin-top:72px;max-width:9em;text-wrap:balance;position:relative;z-index:1}
.login main{padding:64px 64px 48px;margin:0;max-width:620px;align-self:center}
.login form{display:grid;gap:8px;margin-top:24px;max-width:420px}
.login label{font-weight:600;margin-top:8px}
.login input,.login select{font:400 17px/24px var(--sans);color:var(--ink);background:var(--sheet);border:1.5px solid var(--line2);
  border-radius:14px;min-height:52px;padding:0 16px;width:100%}
.login input:focus,.login select:focus{outline:3px solid var(--ink);outline-offset:2px}
.login button{margin-top:16px;justify-self:start;min-width:160px}
.login .notice{margin:20px 0 0;max-width:420px}
.login .code{font:600 24px/32px var(--sans);letter-spacing:.08em;text-transform:uppercase}
.login .good{background:var(--spruce-soft);border-radius:14px;padding:16px 20px;margin-top:24px;max-width:420px;font-size:17px;line-height:26px}
.login .languages{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:40px;max-width:420px}
.login .languages a{display:block;padding:10px 0}
)css";

constexpr std::string_view kFigures = R"css(
.survey{margin-top:28px}
.heading+.survey{margin-top:0}
.survey .title{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;margin-bottom:12px}
.survey .title p{color:var(--ink2);font-size:13px;line-height:18px}
.scorecard{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));background:var(--sheet);border:1px solid var(--line);
  border-radius:24px;overflow:hidden}
.scorecard.three{grid-template-columns:repeat(3,minmax(0,1fr))}
.scorecard.two{grid-template-columns:repeat(2,minmax(0,1fr));max-width:66.7%}
.scorecard.one{grid-template-columns:minmax(0,1fr);max-width:33.4%}
.card{padding:22px 24px 18px;display:flex;flex-direction:column;min-width:0;box-shadow:1px 0 0 var(--line),0 1px 0 var(--line)}
.card h3{min-width:0;overflow-wrap:anywhere}
.card h3 a{color:var(--ink)}
.figure{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;margin:2px 0 0}
.figure .value{font-size:60px;line-height:62px;letter-spacing:-.012em}
.figure .beside{font-weight:500}
.whisker{width:100%;height:auto;margin-top:14px;overflow:visible}
.whisker .axis{stroke:var(--line);stroke-width:2;fill:none}
.whisker .interval{fill:var(--lagoon);fill-opacity:.3}
.whisker .value{fill:var(--lagoon)}
.interval{font-size:13px;line-height:18px;color:var(--ink2);margin-top:4px}
.interval.large{font-size:15px;line-height:22px;margin-top:6px}
.spark,.chart{width:100%;height:auto;overflow:visible}
.spark{margin-top:18px}
.band{fill:var(--lagoon-soft)}
.line{fill:none}
path.line{stroke:var(--lagoon);stroke-width:2.4;stroke-linejoin:round;stroke-linecap:round}
.last{fill:var(--lagoon)}
.grid{stroke:var(--grid);stroke-width:1;fill:none}
.chart{margin-top:10px;max-width:600px}
.chart text{font:400 13px var(--sans);fill:var(--ink2)}
.chart .end{text-anchor:end}
.chart .middle{text-anchor:middle}
.foot{display:flex;flex-wrap:wrap;gap:2px 12px;justify-content:space-between;font-size:13px;line-height:18px;color:var(--ink2);
  margin-top:auto;padding-top:16px}
.call{display:inline-flex;gap:7px;align-items:center;font-weight:600;color:var(--ink)}
.too-few{font-size:17px;line-height:24px;color:var(--ink2);font-weight:500;margin:18px 0 6px}
.arrival{display:flex;gap:10px;align-items:center;margin-top:24px;color:var(--ink2)}
.rows{display:grid;grid-template-columns:fit-content(45%) minmax(40px,1fr) auto auto;gap:12px;align-items:center;margin-top:18px}
.rows.faces{grid-template-columns:30px fit-content(45%) minmax(40px,1fr) auto auto}
.rows.intervals{grid-template-columns:fit-content(40%) minmax(40px,1fr) auto auto auto}
.row .between{font-size:13px;color:var(--ink2)}
.row{display:contents}
.row .label{font-weight:500;overflow-wrap:anywhere}
.row .share{font-weight:600;text-align:end}
.row .count{font-size:13px;color:var(--ink2)}
.card .rows{gap:8px 12px;grid-template-columns:fit-content(52%) minmax(30px,1fr) auto}
.card .row .count,.card .row .between{display:none}
.bar{border-radius:5px}
.bar:not([width="0.0%"]){min-width:3px}
.bar.plain{background:var(--lagoon)}
.bar.hatched{border:1px solid var(--na-outline);
  background:repeating-linear-gradient(135deg,var(--na-hatch) 0 2.5px,var(--na-fill) 2.5px 7px)}
.bar.hatched[width="0.0%"]{border:0}
.face{width:30px;height:30px}
.face .disc{fill:var(--marigold-soft)}
.face path{fill:none;stroke:var(--ink);stroke-width:.085;stroke-linecap:round}
.face .eyes,.face .mouth{fill:var(--ink)}
.face .none{fill:none;stroke:var(--ink2);stroke-width:.07}
.face.skip{padding:3px}
.face.skip path{stroke-width:2;stroke-linejoin:round}
.columns{display:grid;gap:20px;align-items:start;max-width:720px}
.columns.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr);max-width:none}
.columns.three{grid-template-columns:minmax(0,10fr) minmax(0,13fr) minmax(0,10fr);max-width:none}
.column{display:grid;gap:20px;min-width:0}
.figures{display:grid;grid-template-columns:auto 1fr;gap:6px 16px;margin-top:12px}
.figures dt{font-weight:600}
.figures dd{margin:0;color:var(--ink2)}
.figures b{color:var(--ink)}
.stores{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:22px 20px;margin-top:14px}
.stores .store{display:block;font-weight:500;overflow-wrap:anywhere}
.small-figure{font-size:24px;line-height:28px}
.stores .whisker{margin-top:6px}
.comments{margin-top:12px}
.comments li{border-top:1px solid var(--line);padding:14px 0}
.comments li:last-child{padding-bottom:0}
blockquote{font-size:18px;line-height:26px;white-space:pre-line;overflow-wrap:anywhere}
blockquote::before{content:"“"}
blockquote::after{content:"”"}
.comments .note{margin-top:4px}
)css";

constexpr std::string_view kTables = R"css(
.sum{display:flex;flex-wrap:wrap;gap:20px 56px;align-items:center;padding:18px 28px 20px;margin-bottom:20px}
.equation{display:flex;flex-wrap:wrap;gap:8px 36px}
.term{display:flex;flex-direction:column}
.term .value{font-size:52px;line-height:56px;letter-spacing:-.012em}
.term span+span{color:var(--ink2);font-size:14px}
.sign{font-size:40px;line-height:56px;color:var(--ink2)}
.verdict{display:flex;gap:16px;align-items:center;flex:1 1 360px}
.verdict p{color:var(--ink2)}
.verdict b{color:var(--ink)}
.verdict .bad b{color:var(--rust)}
.sheet.table{padding:0;overflow:hidden}
table{width:100%;border-collapse:collapse}
th,td{text-align:start;padding:14px 12px;vertical-align:middle;font-weight:400}
th:first-child,td:first-child{padding-inline-start:24px}
th:last-child,td:last-child{padding-inline-end:24px}
thead th{font-size:13px;line-height:18px;color:var(--ink2)}
tbody tr{border-top:1px solid var(--line)}
tbody th span{font-size:13px;color:var(--ink2);margin-inline-start:4px}
tbody th small{display:block}
td .icon{display:inline-block;vertical-align:-4px;color:var(--spruce);stroke-width:2.4}
.number{text-align:end}
.state{display:inline-flex;position:relative;top:1px;gap:8px;align-items:center;font-size:13px;line-height:18px;font-weight:600;white-space:nowrap}
.state.good{color:var(--spruce)}
.state.quiet{color:var(--ink2)}
tr.older{border-top:0}
tr.older th,tr.older td{padding-top:0;color:var(--ink2)}
)css";

constexpr std::string_view kNarrow = R"css(
@media (max-width:1199px){
  .scorecard,.scorecard.three{grid-template-columns:repeat(2,minmax(0,1fr))}
  .scorecard.two{max-width:none}
  .scorecard.one{max-width:50%}
  .columns.three{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
  .columns.three>.column:last-child{grid-column:1/-1}
}
@media (max-width:1023px){
  .masthead{padding:0 24px;gap:28px}
  .masthead nav ul{gap:22px}
  main{padding:22px 24px 40px}
  .organisation{display:none}
}
@media (max-width:760px){
  .masthead{flex-wrap:wrap;gap:0 16px;padding:8px 16px 0}
  .masthead nav{order:3;flex-basis:100%;overflow-x:auto}
  .masthead nav a{line-height:45px;height:48px}
  .avatar{display:none}
  main{padding:18px 16px 32px}
  h1{font-size:32px;line-height:36px}
  .scorecard,.scorecard.three,.scorecard.two,.columns.two,.columns.three{grid-template-columns:minmax(0,1fr)}
  .scorecard.one{max-width:none}
  .sheet,.scorecard{border-radius:20px}
  .sheet{padding:18px}
  .segments a{padding:9px 12px}
  .equation{gap:4px 20px}
  .term .value{font-size:40px;line-height:44px}
  .sign{font-size:30px;line-height:44px}
  thead{display:none}
  table,tbody,tr,th,td{display:block}
  tbody tr{padding:14px 18px}
  tbody th,td,th:first-child,td:first-child,td:last-child{padding:2px 0}
  td{display:flex;gap:16px;justify-content:space-between;text-align:end}
  td::before{content:attr(data-label);color:var(--ink2);font-size:13px;white-space:nowrap}
  td:empty{display:none}
  tr.older th{padding-top:6px}
  .login{grid-template-columns:1fr;grid-template-rows:auto 1fr}
  .login aside{padding:24px}
  .login .line{display:none}
  .login aside>.comma{height:200px;inset-inline-end:-40px;inset-block-end:-90px}
  .login main{padding:28px 24px;align-self:start}
}
@media (pointer:coarse){
  .segments a{padding-block:13px}
  .segments{border-radius:27px}
}
@media print{
  .masthead nav,.who form,.controls{display:none}
  body{background:#fff}
}
)css";

const std::string& whole_sheet() {
  static const std::string sheet = [] {
    std::string text;
    for (const std::string_view part : {kBase, kFrame, kFigures, kTables, kNarrow}) text += part;
    return text;
  }();
  return sheet;
}

}  // namespace

std::string_view stylesheet() { return whole_sheet(); }

}  // namespace afterword::page
