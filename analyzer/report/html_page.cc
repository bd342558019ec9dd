#include "analyzer/report/html_page.h"

#include "analyzer/report/json_writer.h"

namespace rolelint::report {

const std::string_view kHtmlStyle = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --mark: #fd08;
  --critical: #b3003c; --high: #c9420a; --medium: #946200; --low: #4a6785; }
@media (prefers-color-scheme: dark) {
  :root { --critical: #ff6b94; --high: #ff9566; --medium: #e8b84a; --low: #93b4d4; }
}
* { box-sizing: border-box; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 0; padding: 0 1.2rem 2rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; padding: 1rem 0 .3rem; }
h1 { font-size: 1.25rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  padding: .6rem 0; background: Canvas; border-bottom: 1px solid var(--line); }
input, select, button { font: inherit; padding: .3rem .5rem; max-width: 22rem; }
input { flex: 1 1 14rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th { text-align: left; font-weight: 600; }
th, td { padding: .35rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th:nth-child(1) { width: 6rem; } th:nth-child(2) { width: 15rem; }
th:nth-child(4) { width: 17rem; } th:nth-child(5) { width: 9rem; }
tr.row { cursor: pointer; } tr.row:hover, tr.row:focus { background: var(--soft); }
tr.open { background: var(--soft); }
.severity { font-weight: 600; }
.critical { color: var(--critical); } .high { color: var(--high); }
.medium { color: var(--medium); } .low { color: var(--low); }
pre, code { font: 12.5px/1.5 ui-monospace, monospace; }
pre { margin: .2rem 0; padding: .5rem .7rem; background: var(--soft); overflow: auto; max-height: 26rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: .3rem 0; }
dt { opacity: .7; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.soft { opacity: .75; }
@media print { form, #more { display: none; } }
@media (max-width: 50rem) { th:nth-child(n+4), tr.row td:nth-child(n+4) { display: none; }
  th:nth-child(2) { width: 9rem; } }
)css";

const std::string_view kHtmlBody =
    R"html(<header><h1>rolelint</h1><span id="summary"></span></header>
<noscript>This report needs JavaScript, which shows the findings that the file contains.</noscript>
<form id="filters">
<input id="q" type="search" placeholder="Search" aria-label="Search the findings">
<select id="severity" aria-label="Severity"></select>
<select id="rule" aria-label="Rule"></select>
<select id="account" aria-label="Account"></select>
<span id="shown" class="soft" aria-live="polite"></span>
</form>
<table><thead><tr><th>Severity</th><th>Rule</th><th>Finding</th><th>Place</th><th>Account</th></tr></thead>
<tbody id="rows"></tbody></table>
<p><button id="more" type="button" hidden></button></p>
<div id="messages"></div>
<footer class="soft" id="tool"></footer>
)html";

const std::string_view kHtmlScript = R"js(
'use strict';
(() => {
  const PAGE = 300;
  const data = JSON.parse(document.getElementById('data').textContent);
  const findings = data.findings;
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const place = (at) => at.file ? `${at.file}:${at.start_line}:${at.start_column}` : '';
  const policyName = (p) => !p ? '' :
    `${p.kind} policy` + (p.name ? ` "${p.name}"` : '') + (p.owner_arn ? ` of ${p.owner_arn}` : '');
  for (const f of findings) {
    f.text = [f.severity, f.rule, f.message, place(f.location), f.account, f.owner,
      policyName(f.policy), f.help].join('\n').toLowerCase();
  }

  const countBy = (key) => {
    const counts = new Map();
    for (const f of findings) counts.set(f[key], (counts.get(f[key]) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const fill = (id, all, options) => {
    const select = byId(id);
    select.append(new Option(all, ''));
    for (const [value, count] of options) {
      select.append(new Option(`${value || 'not known'} (${count})`, value || '-'));
    }
  };
  const severities = new Map(countBy('severity'));
  fill('severity', 'All severities', ['critical', 'high', 'medium', 'low']
    .filter((s) => severities.has(s)).map((s) => [s, severities.get(s)]));
  fill('rule', 'All rules', countBy('rule'));
  fill('account', 'All accounts', countBy('account'));

  const sourceLine = (f) => {
    const pre = make('pre');
    const characters = [...f.source_line];
    const at = f.location;
    const begin = at.start_column - 1 - f.source_line_cut;
    const end = at.end_line === at.start_line ? at.end_column - 1 - f.source_line_cut : characters.length;
    pre.append(characters.slice(0, begin).join(''));
    pre.append(make('mark', characters.slice(begin, end).join('')));
    pre.append(characters.slice(end).join(''));
    return pre;
  };
  const details = (f) => {
    const row = make('tr', undefined, 'details');
    const cell = make('td');
    cell.colSpan = 5;
    const list = make('dl');
    const add = (name, value) => {
      if (!value) return;
      const part = make('dd');
      part.append(value);
      list.append(make('dt', name), part);
    };
    add('Help', f.help);
    add('Place', place(f.location));
    if (f.source_line) add('Line', sourceLine(f));
    add('Pointer', f.file_pointer);
    add('Policy', policyName(f.policy));
    add('Owner', f.owner);
    for (const other of f.related) add('See', `${place(other.location)}: ${other.label}`);
    if (f.fix) add('Fix', f.fix.edits.map((edit) => edit.text || 'remove the text').join('\n'));
    if (f.evidence) add('Evidence', make('pre', JSON.stringify(f.evidence, null, 2)));
    add('Level', `${f.level}, ${f.confidence} confidence`);
    add('Rule', `rolelint explain ${f.rule}`);
    add('Fingerprint', f.fingerprint);
    cell.append(list);
    row.append(cell);
    return row;
  };
  let open = '';
  const toggle = (row, f) => {
    const next = row.nextSibling;
    if (row.classList.toggle('open')) {
      row.after(details(f));
      open = f.fingerprint;
    } else {
      if (next && next.className === 'details') next.remove();
      open = '';
    }
    row.setAttribute('aria-expanded', String(row.classList.contains('open')));
    remember();
  };
  const rowOf = (f) => {
    const row = make('tr', undefined, 'row');
    row.tabIndex = 0;
    row.setAttribute('aria-expanded', 'false');
    row.append(make('td', f.severity, `severity ${f.severity}`), make('td', f.rule), make('td', f.message),
      make('td', place(f.location)), make('td', f.account));
    row.addEventListener('click', () => toggle(row, f));
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        toggle(row, f);
      }
    });
    return row;
  };

  const filters = ['q', 'severity', 'rule', 'account'];
  const remember = () => {
    const state = new URLSearchParams();
    for (const id of filters) if (byId(id).value) state.set(id, byId(id).value);
    if (open) state.set('open', open);
    try { history.replaceState(null, '', '#' + state); } catch (error) { /* a sandboxed page */ }
  };
  let matching = [];
  let drawn = 0;
  const drawMore = () => {
    const part = document.createDocumentFragment();
    for (const f of matching.slice(drawn, drawn + PAGE)) {
      const row = rowOf(f);
      part.append(row);
      if (open && f.fingerprint === open) {
        row.classList.add('open');
        row.setAttribute('aria-expanded', 'true');
        part.append(details(f));
      }
    }
    byId('rows').append(part);
    drawn = Math.min(drawn + PAGE, matching.length);
    const rest = matching.length - drawn;
    byId('more').hidden = rest === 0;
    byId('more').textContent = `Show ${Math.min(PAGE, rest)} more of ${rest}`;
  };
  const draw = () => {
    const words = byId('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    const is = (id, value) => !byId(id).value || byId(id).value === (value || '-');
    matching = findings.filter((f) => is('severity', f.severity) && is('rule', f.rule) &&
      is('account', f.account) && words.every((word) => f.text.includes(word)));
    byId('rows').textContent = '';
    drawn = 0;
    byId('shown').textContent = `${matching.length} of ${findings.length} findings`;
    drawMore();
    remember();
  };

  const state = new URLSearchParams(location.hash.slice(1));
  for (const id of filters) byId(id).value = state.get(id) || '';
  for (const id of filters) if (!byId(id).value && id !== 'q') byId(id).selectedIndex = 0;
  open = state.get('open') || '';
  byId('summary').textContent = data.summary_line;
  byId('tool').textContent = `rolelint ${data.tool.version}, catalogue of ${data.tool.catalog_date}`;
  const list = (title, messages) => {
    if (messages.length === 0) return;
    const part = make('ul');
    for (const m of messages) {
      const at = m.location ? `${place(m.location)}: ` : m.file ? `${m.file}: ` : '';
      part.append(make('li', at + m.message));
    }
    byId('messages').append(make('h2', title), part);
  };
  list('Errors', data.errors);
  list('Notes', data.notes);
  byId('filters').addEventListener('input', draw);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('more').addEventListener('click', drawMore);
  draw();
})();
)js";

const std::string_view kHtmlScriptHash = "jhFGK2uQhOjImZJ0ilnj49/lSGkVxO7bWe/PWr9PUWw=";

// JSON has these characters in strings only. With "<" escaped, nothing ends the script element.
void AppendForScript(std::string_view json, std::string* out) {
  for (;;) {
    const size_t at = json.find_first_of("<>&");
    out->append(json.substr(0, at));
    if (at == std::string_view::npos) return;
    AppendEscape(static_cast<unsigned char>(json[at]), out);
    json.remove_prefix(at + 1);
  }
}

void AppendHtmlBegin(const HtmlParts& parts, std::string* out) {
  out->append(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'sha256-");
  out->append(parts.script_hash);
  out->append(
      "'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>");
  out->append(parts.title).append("</title>\n<style>");
  out->append(kHtmlStyle).append("</style>\n</head>\n<body>\n").append(parts.body);
  out->append("<script type=\"application/json\" id=\"data\">");
}

void AppendHtmlEnd(const HtmlParts& parts, std::string* out) {
  out->append("</script>\n<script>").append(parts.script);
  out->append("</script>\n</body>\n</html>\n");
}

}  // namespace rolelint::report
