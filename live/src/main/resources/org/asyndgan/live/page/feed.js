// The activity feed. Entries are known by the place of their record in the log, so none is shown twice.
import { clock, element, number } from './format.js';

const most = 500;

export class Feed {
  constructor(list, empty) {
    this.list = list;
    this.empty = empty;
    this.ids = new Set();
  }

  add(entry) {
    if (this.ids.has(entry.id)) return;
    this.ids.add(entry.id);
    const item = element('li');
    item.dataset.id = entry.id;
    item.dataset.at = entry.at;
    const when = element('time', clock(entry.at), 'when');
    when.dateTime = new Date(entry.at).toISOString();
    item.append(when, element('span', entry.source, 'who'), element('span', sentence(entry), 'what'));
    const before = [...this.list.children].find((other) => Number(other.dataset.at) <= entry.at);
    this.list.insertBefore(item, before ?? null);
    while (this.list.children.length > most) {
      this.ids.delete(this.list.lastElementChild.dataset.id);
      this.list.lastElementChild.remove();
    }
    this.empty.hidden = true;
  }
}

function sentence(entry) {
  const parts = [
    ...Object.entries(entry.texts).map(([name, text]) => `${name} ${text}`),
    ...Object.entries(entry.values).map(([name, value]) => `${name} ${number(value)}`),
  ];
  const step = entry.step > 0 ? ` at step ${entry.step}` : '';
  return `${entry.type}${step}${parts.length ? `: ${parts.join(', ')}` : ''}`;
}
