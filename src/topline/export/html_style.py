"""The style of a page of tables: light and dark as the reader's system says, and fit to be printed."""

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #fff; --shade: #f3f4f6; --line: #d0d7de;
  --bar: #2f6fab; --all: #e7eaee; --low: #b42318; --letter: #1f4e79;
  --s0: #2f6fab; --s1: #b4540a; --s2: #1b7f4d; --s3: #a1307f; --s4: #5b5bd6; --s5: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --quiet: #9aa4af; --paper: #15181c; --shade: #1f242a;
  --line: #3a424c; --bar: #6aa9e0; --all: #2a3037; --low: #ff8a80; --letter: #9cc7ee;
  --s0: #6aa9e0; --s1: #f0a35e; --s2: #63c596; --s3: #e48bc8; --s4: #a5a5ff; --s5: #9aa4af; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.4 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 0; }
a { color: var(--bar); }
nav ol { columns: 22rem; column-gap: 3.5rem; margin: 1rem 0 2rem; }
section { margin: 0 0 2.5rem; break-inside: avoid; }
p { margin: .1rem 0; color: var(--quiet); }
.wide { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .2rem .55rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
th[scope=row] { text-align: left; font-weight: 400; min-width: 10rem; max-width: 26rem; }
td, .whole { white-space: nowrap; }
@media (min-width: 40rem) { th[scope=row] { position: sticky; left: 0; background: var(--paper); }
  .bases th[scope=row], tfoot tr:first-child th[scope=row] { background: var(--shade); } }
thead th { vertical-align: bottom; max-width: 12rem; }
thead th[scope=colgroup] { text-align: center; border-left: 1px solid var(--line); }
thead tr, tfoot tr:first-child { background: var(--shade); }
.question th { text-align: left; background: var(--shade); padding-top: .6rem; }
.bases th, .bases td { font-style: italic; font-weight: 400; }
.net th, .net td { font-weight: 700; }
.level1 th[scope=row] { padding-left: 1.6rem; }
.level2 th[scope=row] { padding-left: 2.8rem; }
.level3 th[scope=row] { padding-left: 4rem; }
.n, .missing td, .missing th[scope=row] { color: var(--quiet); font-weight: 400; }
.letter, .letters { color: var(--letter); font-weight: 700; font-size: .85em; }
.low, .caution { color: var(--low); }
svg { display: block; width: 100%; height: 3px; margin-top: 2px; }
td.bar { width: 16rem; min-width: 8rem; }
td.bar svg { height: .9rem; margin-top: .25rem; }
svg.trend { width: 100%; min-width: 34rem; max-width: 60rem; height: auto; margin: .8rem 0 .4rem; }
svg.trend text { fill: var(--ink); font: 12px system-ui, sans-serif; }
svg.trend .axis { fill: var(--quiet); font-size: 11px; }
svg.trend .rule { stroke: var(--line); stroke-width: 1; }
svg.trend g path { fill: var(--s); stroke: var(--s); }
svg.trend g .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg.trend g .lead { fill: none; stroke-width: 1; stroke-dasharray: 1 3; }
svg.trend g .hollow { fill: var(--paper); }
svg.trend .value { font-weight: 700; }
.s0 { --s: var(--s0); } .s1 { --s: var(--s1); } .s2 { --s: var(--s2); }
.s3 { --s: var(--s3); } .s4 { --s: var(--s4); } .s5 { --s: var(--s5); }
rect { fill: var(--bar); }
.net rect { fill: var(--letter); }
rect.all, .net rect.all { fill: var(--all); }
.footer { margin: .4rem 0 0; padding-left: 1.1rem; color: var(--quiet); font-size: .85rem; }
@media print { :root { --ink: #000; --quiet: #444; --paper: #fff; } nav { display: none; } }
"""
