// The live page in Chromium. First argument: which run it shows; second: its address.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Browser } from './browser.mjs';

/** Waits until every picture is there and the page's state is known: a screenshot shows what a reader sees. */
async function shown(page) {
  await browser.widths(page, 'main img');
  await page.evaluate(() => scrollTo(0, 0));
  await browser.until(page, () => /last event/.test(document.querySelector('#age').textContent)
    && !/not connected/.test(document.querySelector('#age').textContent));
}

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

  // The newest batch of a site beside its masks; what is not found is said.
  const ofSent = '#sent .sent';
  await browser.until(page, () => document.querySelectorAll('#sent .sent').length === 1);
  assert.match(await browser.text(page, ofSent), /To charite: batch 397, drawn by step 399, 4 of 8 images/);
  assert.match(await browser.text(page, ofSent), /mask not found/);
  await page.locator('#sent').scrollIntoViewIfNeeded();
  assert.deepEqual(await browser.widths(page, '#sent img'), [64]);
  assert.equal(await page.locator('#sent img:not(.over)').count(), 7);
  assert.equal(await page.locator('#strip .probe').count(), 4);
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
  assert.deepEqual(await browser.widths(page, '#strip img'), [64]);
  assert.equal(await page.locator('#strip .cell').first().evaluate((place) => place.clientWidth), 256);
  assert.equal(await page.locator('#strip img').first().evaluate((image) => getComputedStyle(image).imageRendering), 'pixelated');

  // Before and after by keyboard and by pointer, brightness and overlay of all images.
  const border = () => page.locator('.after').first().evaluate((after) => after.style.left);
  await page.locator('#swipe').focus();
  await page.keyboard.press('Home');
  assert.equal(await border(), '0%');
  await page.locator('.cell.swipe').first().scrollIntoViewIfNeeded();
  const swipe = await page.locator('.cell.swipe').first().boundingBox();
  await page.mouse.move(swipe.x + swipe.width * 0.75, swipe.y + 10);
  assert.equal(await border(), '75%');
  await page.locator('#brightness').fill('200');
  await page.locator('#opacity').fill('70');
  assert.equal(await page.locator('#sent img:not(.over)').nth(1).evaluate((image) => image.style.filter), 'brightness(200%)');
  assert.equal(await page.locator('#strip .over').first().evaluate((image) => image.style.opacity), '0.7');
  assert.match(page.url(), /opacity=70&brightness=200&zoom=4/);
  await page.locator('#brightness').fill('100');
  await page.locator('#opacity').fill('40');

  // What can be taken home: numbers and pictures.
  for (const [button, name, begin] of [['#csv', 'nuclei-adversarialLoss.csv', 'step,time,'], ['#sites-csv', 'nuclei-sites.csv', '"Site","State"'],
    ['#dice-csv', 'nuclei-segmentation.csv', 'step,time,'], ['#png', 'nuclei-adversarialLoss.png', '\u0089PNG']]) {
    const coming = page.waitForEvent('download');
    await page.locator(button).click();
    const download = await coming;
    assert.equal(download.suggestedFilename(), name);
    const content = readFileSync(await download.path(), 'latin1');
    assert.ok(content.startsWith(begin), `${name} begins with ${content.slice(0, 40)}`);
  }

  // New activity arrives by itself.
  await browser.turn('ready for activity');
  await browser.until(page, () => /released at step 401/.test(document.querySelector('#feed').textContent));

  // Its sampled batches too, unless they are held.
  await browser.until(page, () => document.querySelectorAll('#sent .sent').length === 2);
  assert.match(await browser.text(page, ofSent + ':first-child'), /batch 398, drawn by step 400/);
  await page.locator('#sent-hold').check();

  // Cut off: said; connected again, to another process even: nothing lost, nothing twice.
  await browser.turn('ready to be cut off');
  await browser.until(page, () => document.querySelector('#badge').textContent === 'disconnected');
  await browser.turn('ready to be connected');
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('450'));
  await browser.until(page, () => /status silent/.test(document.querySelector('#feed').textContent));
  await browser.until(page, () => /st-mary\s*silent/.test(document.querySelector('#sites').textContent));
  assert.equal(await browser.text(page, '#big-sites'), '3 of 4');
  assert.match(await browser.text(page, '#alerts'), /Site st-mary is silent/);
  assert.match(await browser.text(page, '#sent'), /batch 398/);
  await page.locator('#sent-hold').uncheck();
  await browser.until(page, () => document.querySelectorAll('#sent .sent').length === 4);
  assert.doesNotMatch(await browser.text(page, '#sent'), /batch 398/);
  const ids = await page.locator('#feed li').evaluateAll((items) => items.map((item) => item.dataset.id));
  assert.equal(new Set(ids).size, ids.length);

  await browser.checkAccessibility(page);
  await page.locator('#zoom').selectOption('fit');
  await shown(page);
  await page.screenshot({ path: `${browser.screenshots}/live-light.png`, fullPage: true, clip: { x: 0, y: 0, width: 1280, height: 1330 } });
  const dark = await browser.open({ colorScheme: 'dark' });
  await browser.until(dark, () => document.querySelectorAll('#strip .probe').length === 4 && document.querySelector('#chart canvas'));
  await shown(dark);
  await browser.checkAccessibility(dark);
  await dark.screenshot({ path: `${browser.screenshots}/live-dark.png`, fullPage: true });
  const phone = await browser.open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await browser.until(phone, () => document.querySelectorAll('#strip .probe').length === 4);
  await browser.checkWidth(phone);
  await shown(phone);
  await phone.screenshot({ path: `${browser.screenshots}/live-phone.png` });
}

/** Over a real broker: the run goes on while it is watched, and the page's process is killed and started again. */
async function followsARun() {
  const page = await browser.open();
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('40 '));
  assert.equal(await page.locator('#sites tbody tr').count(), 4);
  assert.equal(await browser.text(page, '#big-sites'), '4 of 4');

  await browser.turn('ready for steps');
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('60 '));
  await browser.until(page, () => /st-mary\s*silent/.test(document.querySelector('#sites').textContent));
  assert.equal(await browser.text(page, '#big-sites'), '3 of 4');
  await page.locator('#slider').fill('1');
  await browser.until(page, () => document.querySelector('#step').value === '20');
  await browser.until(page, () => document.querySelector('#strip img').naturalWidth === 16);

  await browser.turn('ready to be cut off');
  await browser.until(page, () => document.querySelector('#badge').textContent === 'disconnected');
  await browser.turn('ready to be connected');
  await browser.until(page, () => document.querySelector('#big-step').textContent.startsWith('80 '));
  await browser.until(page, () => /released at step 70/.test(document.querySelector('#feed').textContent));
  assert.equal(await page.locator('#step').inputValue(), '20');

  // Nothing lost and nothing twice, whichever process told it.
  const items = await page.locator('#feed li').evaluateAll((all) => all.map((item) => [item.dataset.id, item.textContent]));
  for (const once of [/released at step 45/, /released at step 70/, /status silent/]) {
    assert.equal(items.filter(([, text]) => once.test(text)).length, 1, `${once} in ${JSON.stringify(items)}`);
  }
  assert.equal(new Set(items.map(([id]) => id)).size, items.length);
}

/** How long a reader waits, milliseconds: until all is there, and for the first move of the slider. */
async function visit() {
  const page = await browser.open();
  await browser.until(page, () => document.querySelectorAll('#sites tbody tr').length === 300
    && document.querySelector('#chart canvas') && document.querySelectorAll('#strip .probe').length === 8);
  // What a reader does next is answered: no long task stands in the way.
  const before = await page.evaluate(() => performance.now());
  await page.locator('#slider').fill('10');
  await browser.until(page, () => document.querySelector('#step').value === '4400');
  const usable = await page.evaluate(() => performance.now());
  console.log(`usable after ${Math.round(usable)} ms, a move of the slider ${Math.round(usable - before)} ms`);
  return page;
}

async function showsALargeRun() {
  // A server that has just begun is slow to answer its first reader.
  for (let reader = 1; reader < 3; reader++) await (await visit()).close();
  const page = await visit();
  assert.equal(await page.locator('#series-site').inputValue(), '');
  await page.locator('#series-site').selectOption('site-7');
  await browser.until(page, () => /adversarialLoss\.site-7/.test(document.querySelector('#chart').getAttribute('aria-label')));
  const memory = await page.evaluate(() => performance.memory.usedJSHeapSize);
  assert.ok(memory < 200 * 1024 * 1024, `the page uses ${memory} bytes`);
}

await browser.run({ run: showsARun, broker: followsARun, large: showsALargeRun }[kind]);
