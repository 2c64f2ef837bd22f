// Batches that the sites were sent: of each site the newest that was sampled, its first images beside their masks.
import { clock, element, number } from './format.js';
import { cell, overlay, picture, sized } from './pictures.js';

export class Sent {
  constructor(parts, view) {
    this.parts = parts;
    this.view = view;
    this.batches = [];
    this.shown = '';
    parts.hold.addEventListener('input', () => { if (!parts.hold.checked) this.draw(); });
  }

  /** @param unsampled why there are none, or null */
  show(batches, unsampled) {
    const { empty, tools } = this.parts;
    this.batches = batches;
    tools.hidden = batches.length === 0;
    empty.hidden = batches.length > 0;
    empty.textContent = unsampled ?? 'No batch has been sampled yet. The newest one of each site is looked at now and then.';
    this.draw();
  }

  draw() {
    const { hold, strip } = this.parts;
    const key = keyOf(this.batches);
    if (hold.checked && this.shown && this.shown !== key) return;
    const look = [key, this.view.zoom, this.view.opacity, this.view.brightness, strip.clientWidth].join();
    if (this.look === look) return;
    this.shown = key;
    this.look = look;
    strip.replaceChildren(...this.batches.map((batch) => this.figure(batch)));
  }

  figure(batch) {
    const pairs = element('div', undefined, 'views');
    batch.images.forEach((shape, row) => {
      const size = sized(this.view.zoom, shape, this.parts.strip, 4);
      const what = `image ${row + 1} of batch ${batch.sequence} of ${batch.site}`;
      const image = (kind, title) => picture(source(batch, row, kind), `${title} ${what}`, kind === 'image' ? this.view.brightness : 100);
      const pair = element('div', undefined, 'pair');
      pair.append(
        shape.hasMask ? cell(size, [image('mask', 'Mask of')]) : cell(size, [element('span', 'mask not found', 'missing')]),
        cell(size, [image('image', 'Synthetic'), ...(shape.hasMask ? [overlay(source(batch, row, 'overlay'), this.view.opacity)] : [])]));
      pairs.append(pair);
    });
    const restarted = batch.incarnation > 1 ? ` of incarnation ${batch.incarnation}` : '';
    const figure = element('figure', undefined, 'probe sent');
    figure.append(pairs, element('figcaption', `To ${batch.site}: batch ${number(batch.sequence)}, drawn by step ${number(batch.step)}${restarted}`
      + `, ${batch.images.length} of ${batch.size} images, sent at ${clock(batch.at)}`));
    return figure;
  }
}

function keyOf(batches) {
  return batches.map((batch) => `${batch.site} ${batch.sequence}`).join();
}

function source(batch, row, kind) {
  return `/api/batches/${encodeURIComponent(batch.site)}/${batch.sequence}/${row}/${kind}.png`;
}
