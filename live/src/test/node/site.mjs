// A site's own page in Chromium. Argument: its address.
import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';

const browser = await Browser.launch(process.argv[2]);
const badge = () => document.querySelector('#badge').textContent;

async function judged(page, number) {
  await browser.until(page, (wanted) => document.querySelector('#big-batches').textContent === wanted, String(number));
}

await browser.run(async () => {
  const page = await browser.open();
  await browser.until(page, () => document.querySelector('#badge').textContent === 'taking part');
  await browser.turn('ready for batches');
  await judged(page, 3);
  assert.match(await browser.text(page, '#name'), /^mercy in run /);
  assert.match(await browser.text(page, '#big-sent'), /KiB|MiB/);
  assert.match(await browser.text(page, '#big-received'), /KiB|MiB/);
  await browser.until(page, () => document.querySelectorAll('#batch .probe').length === 2);
  assert.deepEqual(await browser.widths(page, '.probe img'), [64]);
  assert.match(await browser.text(page, '#batch'), /yours, most similar/);
  assert.equal(await page.locator('#gallery .probe').count(), 3);
  assert.match(await browser.text(page, '#wire'), /Left: losses on real images\s+not sent/);
  assert.match(await browser.text(page, '#budget'), /without a privacy budget/);
  assert.match(await browser.text(page, '#settings'), /asyndgan\.site\.image-size/);
  assert.doesNotMatch(await browser.text(page, '#settings'), /mask-seed\s+1234567/);
  await page.locator('#zoom').selectOption('1');
  await page.locator('#opacity').fill('80');
  assert.equal(await page.locator('#batch .over').first().evaluate((image) => image.style.opacity), '0.8');

  await browser.checkAccessibility(page);
  await page.locator('#zoom').selectOption('fit');
  // Without the settings: they name folders of the machine.
  const height = await page.evaluate(() => document.querySelector('#h-settings').getBoundingClientRect().top + scrollY - 12);
  await page.screenshot({ path: `${browser.screenshots}/site-light.png`, fullPage: true, clip: { x: 0, y: 0, width: 1280, height } });
  const dark = await browser.open({ colorScheme: 'dark' });
  await judged(dark, 3);
  await browser.until(dark, () => document.querySelectorAll('#batch .probe').length === 2);
  await browser.checkAccessibility(dark);
  await dark.close();
  const phone = await browser.open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await judged(phone, 3);
  await browser.until(phone, () => document.querySelectorAll('#batch .probe').length === 2);
  await browser.checkWidth(phone);
  await phone.locator('#hold').check();
  await browser.widths(phone, '.probe img');
  await phone.screenshot({ path: `${browser.screenshots}/site-phone.png` });
  await phone.close();

  // Nothing is done before it is confirmed.
  await page.locator('#pause').click();
  await browser.checkAccessibility(page);
  await page.locator('#sure-no').click();
  await browser.turn('ready for one more batch');
  await judged(page, 4);
  await page.locator('#pause').click();
  await page.locator('#sure-yes').click();
  await browser.until(page, () => document.querySelector('#badge').textContent === 'paused');
  await browser.turn('paused');
  assert.equal(await browser.text(page, '#big-batches'), '4');
  await page.locator('#take-part').click();
  await judged(page, 5);
  assert.equal(await page.evaluate(badge), 'taking part');

  // Another page, even one that knows the address, changes nothing.
  const answers = await page.evaluate(async () => {
    const post = (headers) => fetch('/api/wishes/leave', { method: 'POST', headers }).then((answer) => answer.status);
    return [await post({}), await post({ 'X-AsynDGAN-Token': '0'.repeat(32) })];
  });
  assert.deepEqual(answers, [403, 403]);

  await browser.turn('about to leave');
  await page.locator('#leave').click();
  await page.locator('#sure-yes').click();
  await browser.until(page, () => /left/.test(document.querySelector('#badge').textContent));
});
