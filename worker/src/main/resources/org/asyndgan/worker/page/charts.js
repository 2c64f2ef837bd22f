// Charts over the run's steps. Thin lines are what was measured, with its band of smallest and largest value in each
// bucket; a thick line lies over them if smoothing is on.
import { smooth } from './format.js';

/** Okabe and Ito's colours, those that stand out on black and on white. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c8c8c'];

/** A hole in a line is shown if it is wider than this, pixels: a step that folded nothing of a site is none. */
const leastGap = 24;

const gaps = (plot, index, from, to, holes) => holes.filter(([left, right]) => right - left > leastGap * devicePixelRatio);

export class Chart {
  constructor(place, { height, label }) {
    this.place = place;
    this.height = height;
    this.label = label;
    this.sync = uPlot.sync('run');
    new ResizeObserver(() => this.resize()).observe(place);
  }

  resize() {
    if (this.plot && this.place.clientWidth > 0) this.plot.setSize({ width: this.place.clientWidth, height: this.height });
  }

  /** @param table columns as the server gives them; @param names shown, in this order */
  show(table, names, { axis = 'step', log = false, smoothing = 0, marker } = {}) {
    const shown = names.filter((name) => table.series[name]);
    const isTime = axis === 'time';
    const rows = table.steps.map((unused, i) => i).filter((i) => !isTime || table.times[i] > 0);
    const pick = (values) => rows.map((i) => values[i]);
    const data = [isTime ? pick(table.times).map((t) => t / 1000) : pick(table.steps)];
    const series = [{ label: isTime ? 'time' : 'step' }];
    const bands = [];
    shown.forEach((name, i) => {
      const colour = colours[i % colours.length];
      const column = table.series[name];
      const positive = (values) => (log ? values.map((v) => (v !== null && v > 0 ? v : null)) : values);
      data.push(positive(pick(column.max)), positive(pick(column.min)), positive(pick(column.last)));
      const at = series.length;
      const dash = i < colours.length ? undefined : [6, 3];
      series.push(
        { stroke: 'transparent', spanGaps: true, points: { show: false }, label: `${name} max` },
        { stroke: 'transparent', spanGaps: true, points: { show: false }, label: `${name} min` },
        { label: name, spanGaps: false, gaps, stroke: colour, width: smoothing > 0 ? 0.6 : 1.4, dash, points: { show: rows.length < 3 } },
      );
      bands.push({ series: [at, at + 1], fill: `${colour}22` });
      if (smoothing > 0) {
        data.push(positive(smooth(pick(column.last), smoothing)));
        series.push({ label: `${name} smoothed`, stroke: colour, width: 2.2, spanGaps: false, gaps, points: { show: false } });
      }
    });
    const key = JSON.stringify([shown, axis, log, smoothing, matchMedia('(prefers-color-scheme: dark)').matches]);
    this.toX = (step) => (isTime ? timeOf(table, step) / 1000 : step);
    this.marker = marker;
    this.notFinite = shown.flatMap((name, i) => table.series[name].notFinite.map((step) => [step, colours[i % colours.length]]));
    if (this.plot && this.key === key) {
      this.plot.setData(data);
      return;
    }
    this.key = key;
    this.plot?.destroy();
    const ink = getComputedStyle(document.body).getPropertyValue('--soft');
    const line = getComputedStyle(document.body).getPropertyValue('--line');
    const axisStyle = { stroke: ink, grid: { stroke: line, width: 0.5 }, ticks: { stroke: line, width: 0.5 } };
    this.plot = new uPlot({
      width: Math.max(200, this.place.clientWidth),
      height: this.height,
      scales: { x: { time: isTime }, y: { distr: log ? 3 : 1 } },
      axes: [{ ...axisStyle }, { ...axisStyle, size: 62 }],
      series,
      bands,
      // Steps of the generator and of the trainer are not the same steps; time is the same.
      cursor: { ...(isTime ? { sync: { key: this.sync.key } } : {}), focus: { prox: 24 } },
      focus: { alpha: 0.25 },
      legend: { live: true },
      hooks: { draw: [(plot) => this.drawMarker(plot)], ready: [(plot) => this.tidy(plot)] },
    }, data, this.place);
    this.place.setAttribute('role', 'img');
    this.place.setAttribute('aria-label', `${this.label}: ${shown.join(', ') || 'nothing yet'}`);
  }

  /** The bands' edges need no line of the legend; a click on one that is left shows it alone. */
  tidy(plot) {
    plot.root.querySelectorAll('.u-legend .u-series').forEach((row, i) => {
      if (i > 0 && / (min|max|smoothed)$/.test(plot.series[i].label)) row.style.display = 'none';
    });
  }

  clear() {
    this.plot?.destroy();
    this.plot = undefined;
    this.key = undefined;
  }

  mark(step) {
    this.marker = step;
    this.plot?.redraw(false);
  }

  /** Where a value was NaN or infinite: a cross at the lower edge, in the colour of its line. */
  drawNotFinite(plot) {
    const { left, top, width, height } = plot.bbox;
    const arm = 4 * devicePixelRatio;
    plot.ctx.save();
    plot.ctx.lineWidth = 2 * devicePixelRatio;
    for (const [step, colour] of this.notFinite) {
      const x = plot.valToPos(this.toX(step), 'x', true);
      const y = top + height - 2 * arm;
      if (!(x >= left && x <= left + width)) continue;
      plot.ctx.strokeStyle = colour;
      plot.ctx.beginPath();
      plot.ctx.moveTo(x - arm, y - arm);
      plot.ctx.lineTo(x + arm, y + arm);
      plot.ctx.moveTo(x - arm, y + arm);
      plot.ctx.lineTo(x + arm, y - arm);
      plot.ctx.stroke();
    }
    plot.ctx.restore();
  }

  drawMarker(plot) {
    this.drawNotFinite(plot);
    if (this.marker === undefined) return;
    const x = plot.valToPos(this.toX(this.marker), 'x', true);
    const { left, top, width, height } = plot.bbox;
    if (!(x >= left && x <= left + width)) return;
    plot.ctx.save();
    plot.ctx.strokeStyle = colours[4];
    plot.ctx.lineWidth = 2;
    plot.ctx.beginPath();
    plot.ctx.moveTo(x, top);
    plot.ctx.lineTo(x, top + height);
    plot.ctx.stroke();
    plot.ctx.restore();
  }

  png(name) {
    this.plot?.ctx.canvas.toBlob((blob) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
}

/** When a step was made, milliseconds since 1970, as far as its bucket tells; undefined before the first that has a time. */
export function timeOf(table, step) {
  for (let i = Math.min(Math.floor(step / table.width), table.times.length - 1); i >= 0; i--) {
    if (table.times[i] > 0) return table.times[i];
  }
  return undefined;
}

/** Comma-separated values of the shown series: step, time, and min, max, last of each. */
export function csv(table, names) {
  const shown = names.filter((name) => table.series[name]);
  const quote = (text) => `"${text.replaceAll('"', '""')}"`;
  const head = ['step', 'time', ...shown.flatMap((name) => [`${name} min`, `${name} max`, `${name} last`].map(quote))];
  const rows = table.steps.map((step, i) => [
    step,
    table.times[i] > 0 ? new Date(table.times[i]).toISOString() : '',
    ...shown.flatMap((name) => ['min', 'max', 'last'].map((part) => table.series[name][part][i] ?? '')),
  ]);
  return [head, ...rows].map((row) => row.join(',')).join('\n') + '\n';
}
