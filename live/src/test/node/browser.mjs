// What all scripts that look at a page share: a browser that keeps the errors of its consoles, turns with the test, axe.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import readline from 'node:readline';
import { chromium } from 'playwright-core';

/** What a console says of a server that is away, which a test wants. */
const away = /Failed to load resource|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE|ERR_EMPTY/;

export class Browser {
  static async launch(url) {
    const chrome = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    return new Browser(chrome, url);
  }

  constructor(chrome, url) {
    this.chrome = chrome;
    this.url = url;
    this.errors = [];
    this.lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    this.screenshots = process.env.SCREENSHOTS;
    mkdirSync(this.screenshots, { recursive: true });
  }

  /** Tells the test that it is its turn, and waits until it is done. */
  async turn(line) {
    console.log(line);
    const { done } = await this.lines.next();
    assert.ok(!done, 'the test is gone');
  }

  async open(options) {
    const context = await this.chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !away.test(message.text())) this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    await page.goto(this.url);
    return page;
  }

  /** The widths that pictures have by themselves, once they are loaded. */
  async widths(page, selector) {
    const all = await page.evaluate((wanted) => Promise.all([...document.querySelectorAll(wanted)].map((image) => {
      image.loading = 'eager';
      return image.decode().then(() => image.naturalWidth);
    })), selector);
    return [...new Set(all)];
  }

  text(page, selector) {
    return page.locator(selector).innerText();
  }

  until(page, expression, argument) {
    return page.waitForFunction(expression, argument, { timeout: 60_000 });
  }

  async checkAccessibility(page) {
    await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
    const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), []);
  }

  /** No part of a page may be wider than a phone, but what scrolls by itself. */
  async checkWidth(page) {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const wide = await page.evaluate(() => [...document.querySelectorAll('main *')]
      .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest('.scroll, svg, canvas'))
      .map((e) => `${e.tagName}#${e.id}.${e.className}`).slice(0, 5));
    assert.ok(overflow <= 0, `the page is ${overflow} px wider than a phone: ${wide}`);
  }

  /** Runs a script to its end; its failure is the process's. */
  async run(script) {
    let code = 0;
    try {
      await script();
      assert.deepEqual(this.errors, []);
    } catch (failure) {
      console.log(failure.stack);
      console.log(this.errors.join('\n'));
      code = 1;
    }
    await this.chrome.close();
    process.exit(code);
  }
}
