// The strip of probe images: mask, image, overlay, at one step, beside another step if wanted.
import { element } from './format.js';
import { cell, overlay, picture, sized } from './pictures.js';

export class Strip {
  constructor(parts, view, changed) {
    this.parts = parts;
    this.view = view;
    this.changed = changed;
    this.steps = [];
    this.probes = [];
    this.share = 0.5;
    this.follow = view.step === '';
    parts.follow.checked = this.follow;
    for (const name of ['opacity', 'brightness', 'zoom']) parts[name].value = view[name];
    this.listen();
  }

  listen() {
    const { slider, step, follow, compare, opacity, brightness, zoom, strip, swipe } = this.parts;
    slider.addEventListener('input', () => this.goTo(this.steps[Number(slider.value)]));
    step.addEventListener('change', () => this.goTo(this.nearest(Number(step.value))));
    follow.addEventListener('change', () => {
      this.follow = follow.checked;
      this.view.step = this.follow ? '' : String(this.current());
      this.draw();
    });
    compare.addEventListener('change', () => { this.view.compare = compare.value; this.draw(); });
    for (const [name, input] of Object.entries({ opacity, brightness, zoom })) {
      input.addEventListener('input', () => { this.view[name] = input.value; this.draw(); });
    }
    strip.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const at = { Home: 0, End: this.steps.length - 1 }[event.key];
      if (by === undefined && at === undefined) return;
      event.preventDefault();
      const next = at ?? this.steps.indexOf(this.current()) + by;
      this.goTo(this.steps[Math.max(0, Math.min(this.steps.length - 1, next))]);
    });
    strip.addEventListener('pointermove', (event) => {
      const under = event.target.closest?.('.cell.swipe');
      if (under) this.swipe((event.clientX - under.getBoundingClientRect().left) / under.clientWidth);
    });
    swipe.addEventListener('input', () => this.swipe(Number(swipe.value) / 100));
    new ResizeObserver(() => {
      if (strip.clientWidth !== this.width && this.view.zoom === 'fit') this.draw();
    }).observe(strip);
  }

  /** Moves the border between before and after, of all probes alike. */
  swipe(share) {
    this.share = Math.max(0, Math.min(1, share));
    const percent = Math.round(100 * this.share);
    this.parts.swipe.value = String(percent);
    for (const after of this.parts.strip.querySelectorAll('.after')) after.style.left = `${percent}%`;
  }

  nearest(step) {
    return this.steps.reduce((best, s) => (Math.abs(s - step) < Math.abs(best - step) ? s : best), this.steps[0]);
  }

  current() {
    if (this.steps.length === 0) return undefined;
    return this.follow || this.view.step === '' ? this.steps.at(-1) : this.nearest(Number(this.view.step));
  }

  goTo(step) {
    if (step === undefined) return;
    this.follow = false;
    this.parts.follow.checked = false;
    this.view.step = String(step);
    this.draw();
  }

  show(steps, probes, began) {
    const same = this.began === began && this.steps.length === steps.length && this.steps.at(-1) === steps.at(-1)
      && this.probes.length === probes.length;
    this.steps = steps;
    this.probes = probes;
    this.began = began;
    if (!same) this.draw();
  }

  draw() {
    const { slider, step, compare, tools, empty, strip } = this.parts;
    empty.hidden = this.steps.length > 0;
    tools.hidden = this.steps.length === 0;
    if (this.steps.length === 0) return;
    this.width = strip.clientWidth;
    const current = this.current();
    slider.max = String(this.steps.length - 1);
    slider.value = String(this.steps.indexOf(current));
    slider.setAttribute('aria-valuetext', `step ${current}`);
    if (document.activeElement !== step) step.value = String(current);
    this.fillCompare(compare);
    const other = this.view.compare === '' ? undefined : this.nearest(Number(this.view.compare));
    this.parts.swipeLabel.hidden = other === undefined || other === current;
    strip.replaceChildren(...this.probes.map((probe) => this.figure(probe, current, other)));
    this.swipe(this.share);
    this.changed(current);
  }

  fillCompare(select) {
    if (select.options.length !== this.steps.length + 1) {
      select.replaceChildren(element('option', 'nothing'), ...this.steps.map((s) => element('option', `step ${s}`)));
      select.options[0].value = '';
      this.steps.forEach((s, i) => { select.options[i + 1].value = String(s); });
    }
    select.value = this.view.compare === '' ? '' : String(this.nearest(Number(this.view.compare)));
  }

  figure(probe, step, other) {
    const size = sized(this.view.zoom, probe, this.parts.strip, 3);
    const views = element('div', undefined, 'views');
    views.append(
      cell(size, [this.image(step, probe, 'mask', 'Mask')]),
      other === undefined || other === step
        ? cell(size, [this.image(step, probe, 'image', 'Synthetic image', true)])
        : this.comparison(size, probe, step, other),
      cell(size, [this.image(step, probe, 'image', 'Synthetic image', true), this.overlay(step, probe)]),
    );
    const figure = element('figure', undefined, 'probe');
    figure.append(views, element('figcaption',
      `Probe ${probe.probe + 1}, mask of ${probe.site}: mask, image, overlay. Step ${step}`
      + (other === undefined || other === step ? '' : ` beside step ${other}`)));
    return figure;
  }

  comparison(size, probe, step, other) {
    const made = cell(size, [this.image(other, probe, 'image', `Synthetic image at step ${other}`, true)]);
    const after = element('div', undefined, 'after');
    const image = this.image(step, probe, 'image', `Synthetic image at step ${step}`, true);
    image.style.width = `${size[0]}px`;
    image.style.height = `${size[1]}px`;
    after.append(image);
    made.classList.add('swipe');
    made.append(after);
    return made;
  }

  source(step, probe, kind) {
    return `/api/previews/${step}/${probe.probe}/${kind}.png?view=${encodeURIComponent(this.began)}`;
  }

  image(step, probe, kind, title, isBrightened) {
    return picture(this.source(step, probe, kind), `${title} of probe ${probe.probe + 1} at step ${step}`,
      isBrightened ? this.view.brightness : 100);
  }

  overlay(step, probe) {
    return overlay(this.source(step, probe, 'overlay'), this.view.opacity);
  }
}
