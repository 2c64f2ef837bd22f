// The live page in Chromium. First argument: which run it shows; second: its address.
import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';

const [, , kind, url] = process.argv;
const browser = await Browser.launch(url);

async function showsARun() {
  const page = await browser.open();
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('400'));
  assert.equal(await browser.text(page, '#big-step'), '400 / 1,000');
  assert.equal(await browser.text(page, '#big-dice'), '0.872');
  assert.match(await browser.text(page, '#badge'), /^(training|no step)$/);
  assert.equal(await page.locator('#sites tbody tr').count(), 4);
  assert.match(await browser.text(page, '#sites'), /charite\s+active/);
  assert.equal(await page.locator('.probe').count(), 4);
  assert.equal(await page.locator('#chart canvas').count(), 1);

  // Hostile words of an event are words.
  await browser.until(page, () => /onerror/.test(document.querySelector('#feed').textContent));
  assert.equal(await page.locator('#feed img').count(), 0);
  assert.match(await page.title(), /^nuclei: step 400/);

  // The slider moves images and marker, arrow keys and a typed step too, and the address remembers it.
  await page.locator('#slider').fill('2');
  await browser.until(page, () => document.querySelector('#step').value === '150');
  assert.match(await page.locator('.probe img').nth(1).getAttribute('src'), /previews\/150\/0\/image/);
  await page.locator('#strip').focus();
  await page.keyboard.press('ArrowRight');
  await browser.until(page, () => document.querySelector('#step').value === '200');
  await page.locator('#step').fill('260');
  await page.locator('#step').press('Enter');
  await browser.until(page, () => document.querySelector('#slider').getAttribute('aria-valuetext') === 'step 250');
  assert.match(page.url(), /step=250/);
  await page.locator('#compare').selectOption('50');
  await browser.until(page, () => document.querySelector('.cell.swipe .after'));
  await page.locator('#zoom').selectOption('4');
  await page.reload();
  await browser.until(page, () => document.querySelector('#step')?.value === '250');
  assert.equal(await page.locator('.cell.swipe').count(), 4);
  const loaded = await page.evaluate(() => Promise.all([...document.querySelectorAll('.probe img')].map(
    (image) => image.decode().then(() => image.naturalWidth))));
  assert.deepEqual([...new Set(loaded)], [64]);

  // New activity arrives by itself.
  await browser.turn('ready for activity');
  await browser.until(page, () => /released at step 401/.test(document.querySelector('#feed').textContent));

  // Cut off: said; connected again, to another process even: nothing lost, nothing twice.
  await browser.turn('ready to be cut off');
  await browser.until(page, () => document.querySelector('#badge').textContent === 'disconnected');
  await browser.turn('ready to be connected');
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('450'));
  await browser.until(page, () => /status silent/.test(document.querySelector('#feed').textContent));
  const ids = await page.locator('#feed li').evaluateAll((items) => items.map((item) => item.dataset.id));
  assert.equal(new Set(ids).size, ids.length);

  await browser.checkAccessibility(page);
  await page.screenshot({ path: `${browser.screenshots}/live-light.png`, fullPage: true });
  const dark = await browser.open({ colorScheme: 'dark' });
  await browser.until(dark, () => document.querySelectorAll('.probe').length === 4);
  await browser.checkAccessibility(dark);
  await dark.screenshot({ path: `${browser.screenshots}/live-dark.png`, fullPage: true });
  const phone = await browser.open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await browser.until(phone, () => document.querySelectorAll('.probe').length === 4);
  await browser.checkWidth(phone);
  await phone.screenshot({ path: `${browser.screenshots}/live-phone.png` });
}

async function showsALargeRun() {
  const page = await browser.open();
  await browser.until(page, () => document.querySelectorAll('#sites tbody tr').length === 300
    && document.querySelector('#chart canvas') && document.querySelectorAll('.probe').length === 8);
  // What a reader does next is answered: no long task stands in the way.
  const before = await page.evaluate(() => performance.now());
  await page.locator('#slider').fill('10');
  await browser.until(page, () => document.querySelector('#step').value === '4400');
  const usable = await page.evaluate(() => performance.now());
  console.log(`usable after ${Math.round(usable)} ms, a move of the slider ${Math.round(usable - before)} ms`);
  assert.equal(await page.locator('#series-site').inputValue(), '');
  await page.locator('#series-site').selectOption('site-7');
  await browser.until(page, () => /adversarialLoss\.site-7/.test(document.querySelector('#chart').getAttribute('aria-label')));
  const memory = await page.evaluate(() => performance.memory.usedJSHeapSize);
  assert.ok(memory < 200 * 1024 * 1024, `the page uses ${memory} bytes`);
}

await browser.run(kind === 'large' ? showsALargeRun : showsARun);
