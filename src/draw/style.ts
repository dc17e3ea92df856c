/**
 * The looks of drawings, by what they are: columns (`svg.columns`), bars (`ol.bars`). Colours have a contrast of at least
 * 3:1 to white and to #1f1e1c.
 */
export const DRAWING_STYLE = `
:root{--c0:light-dark(#2563eb,#7aa7ff);--c1:light-dark(#b45309,#f0a94b);--c2:light-dark(#0f766e,#4fd1c0);--c3:light-dark(#9333ea,#c79bff);--c4:light-dark(#be123c,#ff8aa0)}
.c0{fill:var(--c0);background:var(--c0)}.c1{fill:var(--c1);background:var(--c1)}.c2{fill:var(--c2);background:var(--c2)}.c3{fill:var(--c3);background:var(--c3)}.c4{fill:var(--c4);background:var(--c4)}
.o0{stroke:var(--c0)}.o1{stroke:var(--c1)}.o2{stroke:var(--c2)}.o3{stroke:var(--c3)}.o4{stroke:var(--c4)}
svg.columns{display:block;max-width:100%}
svg.columns text{font-size:11px;fill:var(--soft)}
svg.columns .grid{stroke:var(--line)}
svg.columns .axis{stroke:var(--soft)}
svg.columns .before{stroke:var(--ink);stroke-width:2}
svg.columns .at{fill:var(--shade)}
ol.bars{list-style:none;margin:0;padding:0}
ol.bars li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 12px;padding:6px 0}
ol.bars .name{overflow-wrap:anywhere}
ol.bars .value{text-align:end;font-variant-numeric:tabular-nums;font-weight:600}
ol.bars small{color:var(--soft);margin-inline-start:2px;font-weight:400}
ol.bars svg{grid-column:1/-1;width:100%;height:10px}
ol.bars .track{fill:var(--shade)}
ol.bars .before{fill:var(--ink)}
`;
