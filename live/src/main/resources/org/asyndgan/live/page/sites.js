// The table of sites. Rows are kept, so that selection and scrolling survive an update.
import { duration, element, number } from './format.js';

const columns = [
  ['Site', (r) => r.site],
  ['State', (r) => r.state, (r) => ({ active: 'good', 'no answer': 'bad', silent: 'bad', suspended: 'bad', left: 'warn' })[r.state]],
  ['Last heard', (r) => (r.silenceMillis === null ? '–' : `${duration(r.silenceMillis)} ago`)],
  ['Step answered', (r) => number(r.answeredStep)],
  ['Lag, steps', (r) => number(r.lag)],
  ['Round trip p50', (r) => duration(r.tripP50)],
  ['p95', (r) => duration(r.tripP95)],
  ['Folded', (r) => number(r.folded)],
  ['Dropped', (r) => dropped(r.dropped)],
  ['Images/s', (r) => number(r.imagesPerSecond ?? null, 2)],
  ['Images', (r) => number(r.images)],
  ['Weight', (r) => number(r.weight)],
  ['Adversarial loss', (r) => number(r.losses.adversarialLoss ?? null)],
  ['Discriminator\'s loss', (r) => number(r.losses.discriminatorLoss ?? null)],
  ['Privacy', (r) => r.privacy ?? 'no budget'],
  ['Discriminator', (r) => r.balance, (r) => (r.advice ? 'warn' : ''), (r) => `From ${r.balanceBasis}. ${r.advice}`],
];

function dropped(reasons) {
  const entries = Object.entries(reasons);
  return entries.length ? entries.map(([reason, count]) => `${reason} ${count}`).join(', ') : '0';
}

/** What is set is laid out again, even to what it was. */
function change(cell, name, wanted) {
  if (cell[name] !== wanted) cell[name] = wanted;
}

export class Sites {
  constructor(table) {
    this.body = table.tBodies[0];
    const head = element('tr');
    for (const [title] of columns) {
      const cell = element('th', title);
      cell.scope = 'col';
      head.append(cell);
    }
    table.tHead.append(head);
    this.rows = new Map();
  }

  /** The table as it stands, as comma-separated values. */
  csv() {
    const quote = (text) => `"${text.replaceAll('"', '""')}"`;
    return [columns.map(([title]) => title), ...[...this.body.rows].map((row) => [...row.cells].map((one) => one.textContent))]
      .map((cells) => cells.map(quote).join(',')).join('\n') + '\n';
  }

  show(sites) {
    for (const site of sites) {
      let row = this.rows.get(site.site);
      if (!row) {
        row = element('tr');
        columns.forEach((unused, i) => row.append(element(i === 0 ? 'th' : 'td')));
        row.cells[0].scope = 'row';
        this.rows.set(site.site, row);
        this.body.append(row);
      }
      columns.forEach(([, text, tone, title], i) => {
        const cell = row.cells[i];
        change(cell, 'textContent', text(site));
        if (tone) change(cell, 'className', tone(site) || '');
        if (title) change(cell, 'title', title(site));
      });
    }
  }
}
