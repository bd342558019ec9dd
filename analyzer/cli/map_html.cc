#include "analyzer/cli/map_html.h"

#include "analyzer/report/html_page.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

constexpr std::string_view kBody =
    R"html(<header><h1>rolelint map</h1><span id="summary"></span></header>
<noscript>This page needs JavaScript, which shows the answers that the file contains.</noscript>
<form id="filters">
<input id="q" type="search" placeholder="Search" aria-label="Search the answers">
<select id="status" aria-label="Status"></select>
<span id="shown" class="soft" aria-live="polite"></span>
</form>
<table><thead><tr><th>Status</th><th>From</th><th>To</th><th>What it takes</th></tr></thead>
<tbody id="rows"></tbody></table>
<p><button id="more" type="button" hidden></button></p>
<div id="messages"></div>
<footer class="soft" id="tool"></footer>
)html";

}  // namespace

const std::string_view kMapHtmlScript = R"js(
'use strict';
(() => {
  const PAGE = 300;
  const SVG = 'http' + '://www.w3.org/2000/svg';
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const draws = (tag, attributes, text) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const words = (one) => one.verdict === 'unknown' && one.reason ? one.reason
    : (one.conditions || []).join('; ');
  const stepsOf = (one) => one.steps || (one.path ? one.path.steps : []);
  const evidenceOf = (one) => {
    const all = [...(one.evidence || [])];
    for (const step of stepsOf(one)) for (const at of step.edges) all.push(...data.edges[at].evidence);
    const seen = new Set();
    return all.filter((e) => {
      const key = `${e.file}:${e.line}:${e.pointer}`;
      return !seen.has(key) && seen.add(key);
    });
  };
  const takes = (one) => {
    if (one.missing) {
      return one.missing.map((m) => m.obstacle || `add to the ${m.side} of ${m.holder}`).join('; ');
    }
    if (one.did_you_mean) return `did you mean ${one.did_you_mean}?`;
    const steps = stepsOf(one);
    return steps.length > 0 ? steps.map((s) => s.how).join(', then ') : words(one);
  };
  const rows = data.answers.map((one) => {
    const row = { one, status: one.change || one.status || one.verdict || 'cut',
      from: one.from || one.principal || '', to: one.to || (one.via || []).slice(-1)[0] || '',
      takes: takes(one) };
    row.text = [row.status, row.from, row.to, row.takes, words(one)].join('\n').toLowerCase();
    return row;
  });

  // The path from left to right: a box for each principal, an arrow for each step.
  const picture = (steps) => {
    const WIDE = 230, GAP = 120, HIGH = 56;
    const stops = [steps[0].from, ...steps.map((s) => s.to)];
    const width = stops.length * WIDE + steps.length * GAP;
    const svg = draws('svg', { viewBox: `0 0 ${width} ${HIGH + 30}`, width: '100%', class: 'path',
      role: 'img', 'aria-label': stops.join(' to ') });
    svg.style.maxWidth = `${width}px`;
    stops.forEach((arn, i) => {
      const x = i * (WIDE + GAP);
      const admin = data.nodes.some((n) => n.arn === arn && n.admin);
      svg.append(draws('rect', { x: x + 1, y: 21, width: WIDE - 2, height: HIGH, rx: 6,
        fill: 'none', stroke: admin ? '#c9420a' : 'currentColor' }));
      const name = arn.includes('/') ? arn.slice(arn.indexOf('/') + 1) : arn;
      svg.append(draws('text', { x: x + 10, y: 45, 'font-size': 13, fill: 'currentColor' },
        name.length > 30 ? `${name.slice(0, 29)}…` : name));
      const account = arn.split(':')[4] || '';
      svg.append(draws('text', { x: x + 10, y: 65, 'font-size': 11, fill: 'currentColor', opacity: .7 },
        admin ? `${account} administrator` : account));
      svg.lastChild.append(draws('title', {}, arn));
      if (i === steps.length) return;
      const step = steps[i];
      const from = x + WIDE, to = from + GAP;
      const dash = { proved: '', conditional: '7 4', unknown: '2 4' }[step.verdict];
      svg.append(draws('path', { d: `M ${from + 3} 49 H ${to - 8} m -8 -6 l 8 6 l -8 6`, fill: 'none',
        stroke: 'currentColor', 'stroke-dasharray': dash }));
      svg.append(draws('text', { x: (from + to) / 2, y: 40, 'font-size': 11, 'text-anchor': 'middle',
        fill: 'currentColor' }, step.how));
      svg.append(draws('text', { x: (from + to) / 2, y: 66, 'font-size': 10, 'text-anchor': 'middle',
        fill: 'currentColor', opacity: .7 }, step.verdict));
    });
    return svg;
  };

  const details = (row) => {
    const part = make('tr', undefined, 'details');
    const cell = make('td');
    cell.colSpan = 4;
    const list = make('dl');
    const add = (name, value) => {
      if (!value) return;
      const item = make('dd');
      item.append(value);
      list.append(make('dt', name), item);
    };
    const one = row.one;
    const steps = stepsOf(one);
    if (steps.length > 0) cell.append(picture(steps));
    else if (one.verdict && row.from && row.to) {
      cell.append(picture([{ from: row.from, to: row.to, how: one.how || 'sts:AssumeRole',
        verdict: one.verdict }]));
    }
    steps.forEach((s, i) => add(`Step ${i + 1}`, `${s.how} to ${s.to}: ${s.verdict}` +
      (words(s) ? `: ${words(s)}` : '')));
    if (steps.length === 0) add('Conditions', words(one));
    for (const m of one.missing || []) {
      add('Missing', m.obstacle || make('pre', JSON.stringify(m.statement, null, 2)));
    }
    add('Console', one.console_link);
    if (one.cli_profile) add('CLI', make('pre', one.cli_profile));
    for (const e of evidenceOf(one)) {
      add('Evidence', `${e.file}:${e.line} ${e.policy || ''}${e.sid ? `, statement ${e.sid}` : ''}`);
    }
    cell.append(list);
    part.append(cell);
    return part;
  };
  const toggle = (element, row) => {
    const isOpen = element.classList.toggle('open');
    if (isOpen) element.after(details(row));
    else if (element.nextSibling && element.nextSibling.className === 'details') {
      element.nextSibling.remove();
    }
    element.setAttribute('aria-expanded', String(isOpen));
  };
  const rowOf = (row) => {
    const element = make('tr', undefined, 'row');
    element.tabIndex = 0;
    element.setAttribute('aria-expanded', 'false');
    for (const text of [row.status, row.from, row.to, row.takes]) element.append(make('td', text));
    element.addEventListener('click', () => toggle(element, row));
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle(element, row);
    });
    return element;
  };

  let matching = [];
  let drawn = 0;
  const drawMore = () => {
    for (const row of matching.slice(drawn, drawn + PAGE)) byId('rows').append(rowOf(row));
    drawn = Math.min(drawn + PAGE, matching.length);
    const rest = matching.length - drawn;
    byId('more').hidden = rest === 0;
    byId('more').textContent = `Show ${Math.min(PAGE, rest)} more of ${rest}`;
  };
  const draw = () => {
    const asked = byId('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = byId('status').value;
    matching = rows.filter((row) => (!status || row.status === status) &&
      asked.every((word) => row.text.includes(word)));
    byId('rows').textContent = '';
    drawn = 0;
    byId('shown').textContent = `${matching.length} of ${rows.length} answers`;
    drawMore();
  };

  const counts = new Map();
  for (const row of rows) counts.set(row.status, (counts.get(row.status) || 0) + 1);
  byId('status').append(new Option('All', ''));
  for (const [status, count] of counts) byId('status').append(new Option(`${status} (${count})`, status));
  const state = new URLSearchParams(location.hash.slice(1));
  byId('q').value = state.get('q') || '';
  byId('summary').textContent =
    `${data.question}: ${data.nodes.length} principals, ${data.edges.length} edges`;
  byId('tool').textContent = `rolelint ${data.tool.version}, catalogue of ${data.tool.catalog_date}`;
  if (data.assumptions.length > 0) {
    const list = make('ul');
    for (const text of data.assumptions) list.append(make('li', text));
    byId('messages').append(make('h2', 'Notes'), list);
  }
  byId('filters').addEventListener('input', draw);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('more').addEventListener('click', drawMore);
  draw();
  if (state.get('open') && matching.length > 0) toggle(byId('rows').firstChild, matching[0]);
})();
)js";

const std::string_view kMapHtmlScriptHash = "PL1kkrKyJ3NqCUmROd2NttLkpTAKi81hkzl7fGJuDP4=";

void WriteMapHtml(const MapJson& answer, std::ostream& out) {
  const report::HtmlParts parts{"rolelint map", kBody, kMapHtmlScript, kMapHtmlScriptHash};
  std::string page;
  report::AppendHtmlBegin(parts, &page);
  report::AppendForScript(report::Dump(answer), &page);
  report::AppendHtmlEnd(parts, &page);
  out << page;
}

}  // namespace rolelint::cli
