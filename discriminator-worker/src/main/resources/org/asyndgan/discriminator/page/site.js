// A site's own page. It asks its worker every two seconds, as long as somebody looks.
import { Chart, csv } from './charts.js';
import { bytes, duration, element, number, save } from './format.js';
import { cell, overlay, picture, sized } from './pictures.js';

const find = (id) => document.getElementById(id);
const chart = new Chart(find('chart'), { height: 260, label: 'Numbers of the discriminator over the generator\'s steps' });
const every = 2000;

let site;
let worker;
let table;
let shownBatch;
let shownGallery = '';
let clockSkew = 0;
let isLost = false;

const kinds = {
  discriminatorLoss: 'loss of the discriminator (stays here)',
  adversarialLoss: 'loss of the generator at this site (sent)',
  realScore: 'how real it takes your images to be (stays here)',
  fakeScore: 'how real it takes synthetic images to be (sent)',
  gradientNorm: 'size of the gradients sent',
  computeMillis: 'time of one answer, ms (stays here)',
  distance: 'distance of synthetic images from yours (sent)',
};

async function json(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function refresh() {
  try {
    worker = await json('/api/site');
    site = worker.site;
    isLost = false;
    clockSkew = Date.now() - site.now;
    table = site.seriesNames.length ? await json('/api/series') : undefined;
    show();
  } catch (failure) {
    isLost = true;
  }
  showState();
}

function show() {
  const facts = site.facts;
  find('name').textContent = facts ? `${facts.site} in run ${facts.run}` : '';
  document.title = facts ? `${facts.site}: ${site.state} – AsynDGAN site` : 'AsynDGAN site';
  find('big-batches').textContent = number(site.batches);
  find('big-received').textContent = bytes(worker.bytesReceived);
  find('big-sent').textContent = bytes(worker.bytesSent);
  const alerts = [site.trouble, site.advice && `${site.band}. ${site.advice}`].filter((text) => text);
  find('alerts').hidden = alerts.length === 0;
  find('alerts').firstElementChild.replaceChildren(...alerts.map((text) => element('li', text)));
  showPart();
  if (!find('hold').checked) showBatch();
  showGallery();
  showSeries();
  showDiscriminator();
  showWire();
  showBudget();
  showSettings();
}

function showState() {
  const badge = find('badge');
  const tone = { 'taking part': 'good', finished: 'good', paused: 'warn', left: 'warn' }[site?.state] ?? 'warn';
  const text = isLost ? (site?.state === 'left' || worker?.wish === 'LEAVE' ? 'left, the worker has ended' : 'no answer from the worker') : site.state;
  if (badge.textContent !== text) badge.textContent = text;
  badge.className = `badge ${isLost ? 'bad' : tone}`;
  find('age').textContent = !site?.judged ? '' : `last batch judged ${duration(Math.max(0, Date.now() - clockSkew - site.judged.at))} ago`;
  for (const id of ['pause', 'leave', 'take-part']) find(id).disabled = isLost || !['taking part', 'paused'].includes(site?.state);
}

function showPart() {
  const isPaused = worker.wish === 'PAUSE';
  find('pause').hidden = isPaused;
  find('take-part').hidden = !isPaused;
  find('part-note').textContent = `Waits for ${worker.waitingFor}.`;
}

const questions = {
  pause: ['Pause this site?', 'The site leaves the run for a while: its state is saved, nothing is read or sent. The run goes on'
    + ' without it and its journal says so. It takes part again when you say so here, or when the worker is started again.', 'Pause'],
  leave: ['Leave the run?', 'The site saves its state, says that it leaves, and its worker ends, this page with it. The run goes on'
    + ' without it. What was sent stays sent. The site can come back: start its worker again with the same settings.', 'Leave'],
};

async function wish(name) {
  try {
    await json(`/api/wishes/${name}`, { method: 'POST', headers: { 'X-AsynDGAN-Token': worker.token } });
    find('answer').textContent = { pause: 'Pausing.', leave: 'Leaving.', 'take-part': 'Coming back.' }[name];
    worker.wish = name.toUpperCase().replace('-', '_');
  } catch (failure) {
    find('answer').textContent = 'The worker did not take the wish. Load the page again.';
  }
  refresh();
}

function ask(name) {
  const [title, text, yes] = questions[name];
  find('sure-title').textContent = title;
  find('sure-text').textContent = text;
  find('sure-yes').textContent = yes;
  find('sure-yes').onclick = () => { find('sure').close(); wish(name); };
  find('sure').showModal();
}

function figure(batch, row) {
  const facts = site.facts;
  const size = sized(find('zoom').value, facts, find('main'), 5, 860);
  const source = (kind) => `/api/images/${batch.number}/${row}/${kind}.png`;
  const bright = find('brightness').value;
  const views = element('div', undefined, 'views');
  const parts = [
    ['mask', [picture(source('mask'), 'Mask')]],
    ['synthetic', [picture(source('synthetic'), 'Synthetic image', bright)]],
    ['overlay', [picture(source('synthetic'), 'Synthetic image with its mask', bright), overlay(source('overlay'), find('opacity').value)]],
    ['yours, same mask', [picture(source('real'), 'Real image of the same mask', bright)]],
    ['yours, most similar', [picture(source('nearest'), 'Most similar real image', bright)]],
  ];
  for (const [name, children] of parts) {
    const part = element('div');
    part.style.width = `${size[0]}px`;
    part.append(cell(size, children), element('span', name, 'under'));
    views.append(part);
  }
  const made = element('figure', undefined, 'probe');
  made.append(views, element('figcaption', `Drawn at step ${number(batch.step)} of the generator`));
  return made;
}

function showBatch(isForced) {
  const batch = site.judged;
  find('no-batch').hidden = Boolean(batch);
  find('batch-tools').hidden = !batch;
  if (!batch || !site.facts) return;
  if (!isForced && shownBatch?.number === batch.number) return;
  shownBatch = batch;
  find('batch-step').textContent = `Step ${number(batch.step)}, answer ${number(batch.number)}`;
  find('batch').replaceChildren(...batch.rows.slice(0, 8).map((row) => figure(batch, row)));
}

function showGallery(isForced) {
  const key = site.gallery.map((one) => one.number).join();
  if (!site.facts || (!isForced && key === shownGallery)) return;
  shownGallery = key;
  find('gallery').replaceChildren(...site.gallery.flatMap((one) => one.rows.map((row) => figure(one, row))));
}

function wanted() {
  return [find('series').value];
}

function showSeries() {
  const select = find('series');
  const names = Object.keys(kinds).filter((name) => site.seriesNames.includes(name));
  if ([...select.options].map((o) => o.value).join() !== names.join()) {
    const before = select.value;
    select.replaceChildren(...names.map((name) => {
      const option = element('option', kinds[name]);
      option.value = name;
      return option;
    }));
    if (names.includes(before)) select.value = before;
  }
  if (!table) return;
  chart.show(table, wanted(), { log: find('log').checked, smoothing: Number(find('smoothing').value) / 100 });
  const bad = table.series[select.value]?.notFinite ?? [];
  find('not-finite').hidden = bad.length === 0;
  find('not-finite').textContent = `NaN or infinite at step ${bad.slice(0, 5).join(', ')}${bad.length > 5 ? ' and later' : ''}`;
}

function terms(list, entries) {
  find(list).replaceChildren(...entries.flatMap(([name, text]) => [element('dt', name), element('dd', text)]));
}

function newest(name) {
  return table?.series[name]?.last.findLast((value) => value !== null) ?? null;
}

function showDiscriminator() {
  find('band').textContent = site.band;
  find('band').className = `badge ${site.advice ? 'warn' : site.band === 'balanced' ? 'good' : ''}`;
  find('band-note').textContent = `From ${site.basis}.`;
  terms('discriminator', [
    ['steps', number(site.judged?.number ?? null)],
    ['takes your images to be real', number(newest('realScore'))],
    ['takes synthetic images to be real', number(newest('fakeScore'))],
    ['parameters', number(site.facts?.parameters ?? null)],
    ['state on disk', site.snapshotAt === null ? 'none of this start yet' : `of step ${number(site.snapshotStep)}, ${duration(site.now - site.snapshotAt)} ago`],
  ]);
}

function showWire() {
  const facts = site.facts;
  if (!facts) return;
  const scores = facts.sendsRealScores ? 'sent' : 'not sent';
  const rows = [
    ['Came: synthetic images', `${number(site.images)} in ${number(site.batches)} batches`, 'drawn by the generator from your masks'],
    ['Came: refused', number(site.refused), 'records that were not what they should be'],
    ['Left: gradients', number(site.batches), 'how each synthetic image should change, one for each batch'],
    ['Left: masks', number(facts.masks), 'under ids that mean nothing outside'],
    ['Left: losses on real images', scores, 'asyndgan.site.send-real-scores decides'],
    ['Left, all together', bytes(worker.bytesSent), 'by this start of the worker, Kafka\'s own words included'],
    ['Came, all together', bytes(worker.bytesReceived), 'likewise'],
    ['Stays: real images', number(facts.trainingImages), 'with file names and all that tells a patient'],
    ['Stays: discriminator', `${number(facts.parameters)} numbers`, 'what it learnt from your images'],
  ];
  const body = find('wire').tBodies[0];
  body.replaceChildren(...rows.map(([what, much, meaning]) => {
    const row = element('tr');
    const head = element('th', what);
    head.scope = 'row';
    row.append(head, element('td', much), element('td', meaning, 'text'));
    return row;
  }));
}

function showBudget() {
  const spent = site.budget;
  find('budget-meter').hidden = !spent?.limit;
  find('budget').textContent = spent
    ? `Epsilon ${number(spent.epsilon)} ${spent.limit ? `of ${number(spent.limit)}` : 'and no bound,'} spent at delta ${spent.delta}, for each ${spent.unit}.`
      + (spent.limit ? ' The site leaves the run when it is spent.' : '')
    : 'This site trains without a privacy budget: nothing is added to what it learns, and no bound is promised.';
  if (spent?.limit) {
    find('budget-meter').max = spent.limit;
    find('budget-meter').value = spent.epsilon;
    find('budget-meter').setAttribute('aria-label', 'Epsilon spent');
  }
}

function settings() {
  return (site.facts?.settings ?? '').split(' ').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
}

function showSettings() {
  if (find('settings').childElementCount === 0 && site.facts) terms('settings', settings());
}

find('pause').addEventListener('click', () => ask('pause'));
find('leave').addEventListener('click', () => ask('leave'));
find('take-part').addEventListener('click', () => wish('take-part'));
find('sure-no').addEventListener('click', () => find('sure').close());
for (const id of ['opacity', 'brightness', 'zoom']) {
  find(id).addEventListener('input', () => { showBatch(true); showGallery(true); });
}
for (const id of ['series', 'log', 'smoothing']) {
  find(id).addEventListener('input', () => {
    find('smoothing-value').textContent = Number(find('smoothing').value) > 0 ? (Number(find('smoothing').value) / 100).toFixed(2) : 'off';
    showSeries();
  });
}
find('hold').addEventListener('input', () => { if (!find('hold').checked) showBatch(); });
find('csv').addEventListener('click', () => table && save(`${site.facts.site}-${wanted()[0]}.csv`, new Blob([csv(table, wanted())], { type: 'text/csv' })));
find('png').addEventListener('click', () => chart.png(`${site.facts.site}-${wanted()[0]}.png`));
find('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(settings().map(([name, value]) => `${name}=${value}`).join('\n'));
  find('copy').textContent = 'Copied';
  setTimeout(() => { find('copy').textContent = 'Copy'; }, 1500);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => table && showSeries());
setInterval(() => { if (site) showState(); }, 1000);

async function again() {
  if (!document.hidden) await refresh();
  setTimeout(again, every);
}

again();
