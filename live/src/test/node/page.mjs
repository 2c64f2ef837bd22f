// The live page in Chromium. First argument: which run it shows; second: its address.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import readline from 'node:readline';
import { chromium } from 'playwright-core';

const [, , kind, url] = process.argv;
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const screenshots = process.env.SCREENSHOTS;
mkdirSync(screenshots, { recursive: true });

/** Tells the test that it is its turn, and waits until it is done. */
async function turn(line) {
  console.log(line);
  const { done } = await lines.next();
  assert.ok(!done, 'the test is gone');
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const errors = [];

async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY/.test(message.text())) {
      errors.push(message.text());
    }
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  return page;
}

const text = (page, selector) => page.locator(selector).innerText();
const until = (page, expression, argument) => page.waitForFunction(expression, argument, { timeout: 30_000 });

async function showsARun() {
  const page = await open();
  await until(page, () => document.querySelector('#big-step').textContent.startsWith('400'));
  assert.equal(await text(page, '#big-step'), '400 / 1,000');
  assert.equal(await text(page, '#big-dice'), '0.872');
  assert.match(await text(page, '#badge'), /^(training|no step)$/);
  assert.equal(await page.locator('#sites tbody tr').count(), 4);
  assert.match(await text(page, '#sites'), /charite\s+active/);
  assert.equal(await page.locator('.probe').count(), 4);
  assert.equal(await page.locator('#chart canvas').count(), 1);

  // Hostile words of an event are words.
  assert.match(await text(page, '#feed'), /onerror/);
  assert.equal(await page.locator('#feed img').count(), 0);
  assert.match(await page.title(), /^nuclei: step 400/);

  // The slider moves images and marker, arrow keys and a typed step too, and the address remembers it.
  await page.locator('#slider').fill('2');
  await until(page, () => document.querySelector('#step').value === '150');
  assert.match(await page.locator('.probe img').nth(1).getAttribute('src'), /previews\/150\/0\/image/);
  await page.locator('#strip').focus();
  await page.keyboard.press('ArrowRight');
  await until(page, () => document.querySelector('#step').value === '200');
  await page.locator('#step').fill('260');
  await page.locator('#step').press('Enter');
  await until(page, () => document.querySelector('#slider').getAttribute('aria-valuetext') === 'step 250');
  assert.match(page.url(), /step=250/);
  await page.locator('#compare').selectOption('50');
  await until(page, () => document.querySelector('.cell.swipe .after'));
  await page.locator('#zoom').selectOption('4');
  await page.reload();
  await until(page, () => document.querySelector('#step')?.value === '250');
  assert.equal(await page.locator('.cell.swipe').count(), 4);
  const loaded = await page.evaluate(() => Promise.all([...document.querySelectorAll('.probe img')].map(
    (image) => image.decode().then(() => image.naturalWidth))));
  assert.deepEqual([...new Set(loaded)], [64]);

  // New activity arrives by itself.
  await turn('ready for activity');
  await until(page, () => /released at step 401/.test(document.querySelector('#feed').textContent));

  // Cut off: said; connected again, to another process even: nothing lost, nothing twice.
  await turn('ready to be cut off');
  await until(page, () => document.querySelector('#badge').textContent === 'disconnected');
  await turn('ready to be connected');
  await until(page, () => document.querySelector('#big-step').textContent.startsWith('450'));
  await until(page, () => /status silent/.test(document.querySelector('#feed').textContent));
  const ids = await page.locator('#feed li').evaluateAll((items) => items.map((item) => item.dataset.id));
  assert.equal(new Set(ids).size, ids.length);

  await checkAccessibility(page);
  await page.screenshot({ path: `${screenshots}/live-light.png`, fullPage: true });
  const dark = await open({ colorScheme: 'dark' });
  await until(dark, () => document.querySelectorAll('.probe').length === 4);
  await checkAccessibility(dark);
  await dark.screenshot({ path: `${screenshots}/live-dark.png`, fullPage: true });
  const phone = await open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await until(phone, () => document.querySelectorAll('.probe').length === 4);
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const wide = await phone.evaluate(() => [...document.querySelectorAll('main *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest('.scroll, svg, canvas'))
    .map((e) => `${e.tagName}#${e.id}.${e.className}`).slice(0, 5));
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than a phone: ${wide}`);
  await phone.screenshot({ path: `${screenshots}/live-phone.png` });
}

async function checkAccessibility(page) {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), []);
}

async function showsALargeRun() {
  const page = await open();
  await until(page, () => document.querySelectorAll('#sites tbody tr').length === 300
    && document.querySelector('#chart canvas') && document.querySelectorAll('.probe').length === 8);
  // What a reader does next is answered: no long task stands in the way.
  const before = await page.evaluate(() => performance.now());
  await page.locator('#slider').fill('10');
  await until(page, () => document.querySelector('#step').value === '4400');
  const usable = await page.evaluate(() => performance.now());
  console.log(`usable after ${Math.round(usable)} ms, a move of the slider ${Math.round(usable - before)} ms`);
  assert.equal(await page.locator('#series-site').inputValue(), '');
  await page.locator('#series-site').selectOption('site-7');
  await until(page, () => /adversarialLoss\.site-7/.test(document.querySelector('#chart').getAttribute('aria-label')));
  const memory = await page.evaluate(() => performance.memory.usedJSHeapSize);
  assert.ok(memory < 200 * 1024 * 1024, `the page uses ${memory} bytes`);
}

let code = 0;
try {
  await (kind === 'large' ? showsALargeRun() : showsARun());
  assert.deepEqual(errors, []);
} catch (failure) {
  console.log(failure.stack);
  console.log(errors.join('\n'));
  code = 1;
}
await browser.close();
process.exit(code);
