// The live page of a run. The server pushes that something has changed; the page asks for what it shows.
import { Chart, csv, timeOf } from './charts.js';
import { Feed } from './feed.js';
import { duration, element, number, save } from './format.js';
import { Sent } from './sent.js';
import { Sites } from './sites.js';
import { Strip } from './strip.js';
import * as address from './view.js';

const find = (id) => document.getElementById(id);
const view = address.read();
const feed = new Feed(find('feed'), find('no-feed'));
const sites = new Sites(find('sites'));
const chart = new Chart(find('chart'), { height: 300, label: 'Losses over steps' });
const diceChart = new Chart(find('dice-chart'), { height: 220, label: 'Segmentation over the trainer\'s steps' });
const strip = new Strip({
  slider: find('slider'), step: find('step'), follow: find('follow'), compare: find('compare'), opacity: find('opacity'),
  brightness: find('brightness'), zoom: find('zoom'), strip: find('strip'), tools: find('strip-tools'), empty: find('no-previews'),
  swipe: find('swipe'), swipeLabel: find('swipe-label'),
}, view, (step) => { address.keep(view); chart.mark(step); diceChart.mark(trainersStep(step)); sent.draw(); });
const sent = new Sent({ strip: find('sent'), empty: find('no-sent'), tools: find('sent-tools'), hold: find('sent-hold') }, view);

let run;
let table;
let segmentation;
let stream;
let isAsking = false;
let isStale = false;
let isFresh = false;
let clockSkew = 0;

/** More lines than this are one: the mean of all sites in the band of the smallest and the largest. */
const mostSeries = 8;

function namesOfKind() {
  return run.seriesNames.filter((name) => name === view.series || name.startsWith(`${view.series}.`));
}

/** What the chart shows: names of series, and where to ask for them. */
function wanted() {
  const names = namesOfKind();
  if (names.length <= mostSeries) return { names, from: `/api/series?names=${encodeURIComponent(names.join(','))}` };
  const one = `${view.series}.${view.site}`;
  return view.site && names.includes(one)
    ? { names: [one], from: `/api/series?names=${encodeURIComponent(one)}` }
    : { names: [`${view.series} of all sites`], from: `/api/across/${encodeURIComponent(view.series)}` };
}

/** The step that the segmentation trainer had made when the generator made this one: the charts have only time in common. */
function trainersStep(step) {
  const at = table && step !== undefined ? timeOf(table, step) : undefined;
  if (at === undefined || !segmentation) return undefined;
  return segmentation.steps.filter((unused, i) => segmentation.times[i] > 0 && segmentation.times[i] <= at).at(-1);
}

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Asks for everything that is shown; several changes while it asks make one more question. */
async function refresh() {
  if (isAsking) { isStale = true; return; }
  isAsking = true;
  try {
    do {
      isStale = false;
      run = await json('/api/run');
      clockSkew = Date.now() - run.now;
      showRun();
      const { names, from } = wanted();
      table = names.length ? await json(from) : undefined;
      showSeries();
      await showSegmentation();
      // A hundred pictures, which the page's head need not wait for.
      sent.show(run.sent, run.unsampled);
    } while (isStale);
  } catch (failure) {
    showBadge('disconnected', 'bad');
  } finally {
    isAsking = false;
  }
}

function showBadge(text, tone) {
  const badge = find('badge');
  if (badge.textContent !== text) badge.textContent = text;
  badge.className = `badge ${tone}`;
}

function showRun() {
  find('run-name').textContent = run.run;
  document.title = `${run.run}: step ${run.step} – AsynDGAN live`;
  const tone = { training: 'good', scored: 'good', released: 'good', finished: 'good', 'no step': 'bad' }[run.state] ?? 'warn';
  showBadge(run.connection === 'connected' ? run.state : run.connection, run.connection === 'connected' ? tone : 'bad');
  find('big-step').textContent = number(run.step) + (run.steps ? ` / ${number(run.steps)}` : '');
  find('big-step-label').textContent = run.stepsPerSecond ? `steps, ${number(run.stepsPerSecond, 2)} a second` : 'steps';
  find('big-dice').textContent = number(run.scores.dice ?? null);
  const toTheEnd = run.sites.filter((site) => site.state === 'finished').length;
  const isOver = toTheEnd > 0;
  find('big-sites').textContent = `${isOver ? toTheEnd : run.answering} of ${run.sites.length}`;
  find('big-sites-label').textContent = isOver ? 'sites took part to the end' : 'sites answering';
  sites.show(run.sites);
  strip.show(run.previewSteps, run.probes, run.began);
  const alerts = find('alerts');
  alerts.hidden = run.alerts.length === 0;
  alerts.firstElementChild.replaceChildren(...run.alerts.slice(0, 20).map((text) => element('li', text)));
  const tones = { NOT_DRAWN: 'warn', GETTING_BETTER: 'good', CHANGING: '', SETTLED: 'good' };
  find('convergence-brief').textContent = run.convergence.brief;
  find('convergence-brief').className = `badge ${tones[run.convergence.state] ?? ''}`;
  find('convergence-text').textContent = [run.convergence.sentence, run.convergence.advice,
    run.convergence.basis && `This rests on ${run.convergence.basis}.`].filter((text) => text).join(' ');
  find('provenance').replaceChildren(
    ...Object.entries(run.provenance).sort().flatMap(([name, text]) => [element('dt', name), element('dd', text)]));
  showScores();
  fillKinds();
}

function showScores() {
  const tableOfScores = find('scores');
  const sitesOf = [...new Set(Object.keys(run.scores).map((name) => name.split('.').slice(1).join('.')))].sort();
  find('scores-place').hidden = sitesOf.length === 0;
  const head = element('tr');
  head.append(...['Images of', 'Dice', 'Sensitivity', 'Specificity', 'HD95, px'].map((text) => element('th', text)));
  tableOfScores.tHead.replaceChildren(head);
  tableOfScores.tBodies[0].replaceChildren(...sitesOf.map((site) => {
    const row = element('tr');
    const suffix = site ? `.${site}` : '';
    row.append(element('th', site || 'all'), ...['dice', 'sensitivity', 'specificity', 'hd95'].map(
      (measure) => element('td', number(run.scores[measure + suffix] ?? null))));
    return row;
  }));
}

function fillKinds() {
  const kinds = [...new Set(run.seriesNames.map((name) => name.split('.')[0]))].sort();
  const select = find('series-kind');
  if ([...select.options].map((o) => o.value).join() !== kinds.join()) {
    select.replaceChildren(...kinds.map((kind) => {
      const option = element('option', kind);
      option.value = kind;
      return option;
    }));
  }
  if (!kinds.includes(view.series) && kinds.length) view.series = kinds[0];
  select.value = view.series;
  const names = namesOfKind();
  find('site-label').hidden = names.length <= mostSeries;
  const sitesOf = names.map((name) => name.slice(view.series.length + 1)).filter((site) => site);
  const choice = find('series-site');
  if (choice.options.length !== sitesOf.length + 1) {
    choice.replaceChildren(...['', ...sitesOf].map((site) => {
      const option = element('option', site || 'all sites');
      option.value = site;
      return option;
    }));
  }
  choice.value = sitesOf.includes(view.site) ? view.site : '';
}

function showSeries() {
  find('no-series').hidden = Boolean(table);
  if (!table) { chart.clear(); return; }
  chart.show(table, wanted().names, {
    axis: view.axis, log: view.log === '1', smoothing: Number(view.smoothing) / 100, marker: strip.current(),
  });
  const marks = Object.entries(table.series).filter(([, column]) => column.notFinite.length);
  const banner = find('not-finite');
  banner.hidden = marks.length === 0;
  banner.textContent = marks.map(([name, column]) => `${name} was NaN or infinite at step ${column.notFinite.slice(0, 5).join(', ')}`
    + (column.notFinite.length > 5 ? ' and later' : '')).join('. ');
}

async function showSegmentation() {
  find('no-segmentation').hidden = run.segmentationNames.length > 0 || Object.keys(run.scores).length > 0;
  segmentation = run.segmentationNames.length ? await json('/api/segmentation') : undefined;
  drawSegmentation();
}

function segmentationNames() {
  return run.segmentationNames.filter((name) => name === 'loss' || name === 'validationDice');
}

function drawSegmentation() {
  find('dice-tools').hidden = !segmentation;
  if (!segmentation) { diceChart.clear(); return; }
  diceChart.show(segmentation, segmentationNames(), { axis: view.axis, marker: trainersStep(strip.current()) });
}

function showAge() {
  if (run) {
    const age = run.lastEvent === null ? 'no event yet' : `last event ${duration(Math.max(0, Date.now() - clockSkew - run.lastEvent))} ago`;
    const state = stream?.readyState === EventSource.OPEN ? '' : ', not connected to the page\'s server';
    find('age').textContent = age + state;
  }
}

function listen() {
  stream = new EventSource(`/api/events?began=${encodeURIComponent(run.began)}`);
  stream.addEventListener('activity', (event) => feed.add(JSON.parse(event.data)));
  // The server begins every connection with a tick.
  stream.addEventListener('tick', () => { if (isFresh) isFresh = false; else refresh(); });
  stream.addEventListener('error', () => {
    isFresh = false;
    showBadge('disconnected', 'bad');
    // A browser gives up on some answers; the page does not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

function control(id, key, read, refreshes) {
  const input = find(id);
  input.addEventListener('input', () => {
    view[key] = read(input);
    address.keep(view);
    showSmoothing();
    if (refreshes) { refresh(); return; }
    showSeries();
    drawSegmentation();
  });
}

function showSmoothing() {
  find('smoothing-value').textContent = Number(view.smoothing) > 0 ? (Number(view.smoothing) / 100).toFixed(2) : 'off';
}

find('axis').value = view.axis;
find('log').checked = view.log === '1';
find('smoothing').value = view.smoothing;
showSmoothing();
control('axis', 'axis', (input) => input.value, false);
control('log', 'log', (input) => (input.checked ? '1' : ''), false);
control('smoothing', 'smoothing', (input) => input.value, false);
control('series-kind', 'series', (input) => input.value, true);
control('series-site', 'site', (input) => input.value, true);
find('csv').addEventListener('click', () => table && save(`${run.run}-${view.series}.csv`, new Blob([csv(table, wanted().names)], { type: 'text/csv' })));
find('sites-csv').addEventListener('click', () => save(`${run.run}-sites.csv`, new Blob([sites.csv()], { type: 'text/csv' })));
find('dice-csv').addEventListener('click', () => segmentation
  && save(`${run.run}-segmentation.csv`, new Blob([csv(segmentation, segmentationNames())], { type: 'text/csv' })));
find('dice-png').addEventListener('click', () => diceChart.png(`${run.run}-segmentation.png`));
find('png').addEventListener('click', () => chart.png(`${run.run}-${view.series}.png`));
find('copy').addEventListener('click', async () => {
  const text = Object.entries(run.provenance).sort().map(([name, value]) => `${name}: ${value}`).join('\n');
  await navigator.clipboard.writeText(text);
  find('copy').textContent = 'Copied';
  setTimeout(() => { find('copy').textContent = 'Copy'; }, 1500);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { showSeries(); drawSegmentation(); });
setInterval(showAge, 1000);

async function begin() {
  await refresh();
  showAge();
  isFresh = Boolean(run);
  if (run) listen(); else setTimeout(begin, 1000);
}

begin();
