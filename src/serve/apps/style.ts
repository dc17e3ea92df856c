/** The page's looks: the host's variables where it gives them (specification of 2026-01-26, "Theming"), ours where not. */
export const STYLE = `
:root{color-scheme:light dark;
--ink:var(--color-text-primary,light-dark(#1f1e1c,#f4f2ee));
--soft:var(--color-text-secondary,light-dark(#5b5953,#b9b5ac));
--paper:var(--color-background-primary,light-dark(#fff,#1f1e1c));
--shade:var(--color-background-secondary,light-dark(#f1efea,#33312d));
--line:var(--color-border-primary,light-dark(#d9d6ce,#4a4740));
--good:var(--color-text-success,light-dark(#0f6b3c,#6fd79f));
--bad:var(--color-text-danger,light-dark(#a8201a,#ff9d94));
--ring:var(--color-ring-primary,light-dark(#1d4ed8,#9dbcff))}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:var(--font-text-md-size,15px)/1.45 var(--font-sans,system-ui,sans-serif);-webkit-text-size-adjust:100%}
body{margin:0}
main{display:flow-root;max-width:800px;margin:0 auto;padding:12px calc(12px + var(--safe-right,0px)) calc(12px + var(--safe-bottom,0px)) calc(12px + var(--safe-left,0px))}
h1{font-size:1.2rem;line-height:1.3;margin:0 0 2px}
h2{font-size:1rem;margin:18px 0 6px}
h1,h2,p,dd,li,td,b,bdi{overflow-wrap:anywhere}
p{margin:4px 0}
small{font-size:.86em}
.about,.soft,.line,small,dt,.kicker{color:var(--soft)}
.kicker{margin:0}
button,select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:var(--border-radius-md,8px);min-height:44px;min-width:44px;max-width:100%;padding:8px 14px;cursor:pointer}
button[aria-pressed=true]{background:var(--shade);box-shadow:inset 0 0 0 1px var(--ink);border-color:var(--ink)}
button:disabled{opacity:.55;cursor:default}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
.yes{background:var(--ink);color:var(--paper);border-color:var(--ink);font-weight:600}
.row,.report>footer,.which{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:10px}
.copy{display:contents}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(128px,100%),1fr));gap:8px;margin:12px 0}
.tiles>*{display:grid;align-content:start;text-align:start;gap:0;padding:8px 12px;border:1px solid var(--line);border-radius:var(--border-radius-md,8px)}
.tiles b{font-size:1.15rem;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.86em}
.plot{margin-top:8px;min-width:0}
.readout{min-height:2.9em;margin:0 0 4px;font-variant-numeric:tabular-nums}
.legend,.plain,.chips,.parts{list-style:none;margin:0;padding:0}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px}
.legend i{display:inline-block;width:12px;height:12px;margin-inline-end:6px;border-radius:3px;vertical-align:-1px}
.plain li{padding:4px 0;border-top:1px solid var(--line)}
.plain li:first-child{border-top:0;padding-top:0}
.plain small{display:inline-block;max-width:100%}
.chips{display:flex;flex-wrap:wrap;gap:6px}
.chips li{background:var(--shade);border-radius:12px;padding:3px 10px;max-width:100%}
dl{display:grid;grid-template-columns:minmax(90px,max-content) minmax(0,1fr);gap:6px 14px;margin:10px 0}
dt{max-width:220px;overflow-wrap:anywhere}dd{margin:0;min-width:0}
.reach{font-size:1.05rem}.reach b{font-size:1.5rem}
.scroll{overflow:auto;max-height:420px;border:1px solid var(--line);border-radius:var(--border-radius-md,8px)}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top;max-width:260px}
th{position:sticky;top:0;background:var(--shade);font-weight:600;white-space:nowrap}
.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
summary{min-height:44px;display:flex;align-items:center;cursor:pointer;color:var(--soft)}
summary::before{content:"▸";margin-inline-end:8px}
details[open]>summary::before{content:"▾"}
details ul{margin:0 0 8px;padding-inline-start:20px}
.message{display:block;width:100%;height:360px;border:1px solid var(--line);border-radius:var(--border-radius-md,8px);background:#fff}
.text{white-space:pre-line;max-height:320px;overflow:auto;padding:10px 12px;background:var(--shade);border-radius:var(--border-radius-md,8px)}
textarea{width:100%;font:inherit;font-size:.86em}
.apart{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:0}
.consent{display:flex;gap:8px}.sign{font-weight:700;width:1.2em}.good{color:var(--good)}.bad,.failed .says{color:var(--bad)}.done .says{color:var(--good)}
.says{font-weight:600}.says:empty{display:none}
progress{width:100%;height:8px;margin-top:4px;appearance:none;border:0;background:var(--shade)}
progress::-webkit-progress-bar{background:var(--shade)}progress::-webkit-progress-value{background:var(--c0)}progress::-moz-progress-bar{background:var(--c0)}
@media(max-width:480px){dl{grid-template-columns:minmax(0,1fr)}dt{margin-bottom:-6px;max-width:none}.decision .row button{flex:1 1 40%}}
@media(forced-colors:active){.c0,.c1,.c2,.c3,.c4,.track{forced-color-adjust:none}}
`;
