// The page's parts that need no browser.
import assert from 'node:assert/strict';
import test from 'node:test';

globalThis.location = { search: '', pathname: '/' };
const { bytes, smooth, number, duration } = await import(`file://${process.env.SHARED}/format.js`);
const { read, address } = await import(`file://${process.env.PAGE}/view.js`);

test('smoothing has no bias at its beginning and leaves gaps', () => {
  assert.deepEqual(smooth([1, 1, null, 1], 0.9).map((v) => (v === null ? null : Number(v.toFixed(9)))), [1, 1, null, 1]);
  const two = smooth([0, 1], 0.5);
  assert.equal(two[0], 0);
  assert.ok(Math.abs(two[1] - 2 / 3) < 1e-12);
});

test('no smoothing gives the values themselves', () => {
  const values = [3, null, 5];
  assert.equal(smooth(values, 0), values);
});

test('what is not known is a dash, never 0', () => {
  assert.equal(number(null), '–');
  assert.equal(number(undefined), '–');
  assert.equal(number(0), '0');
  assert.equal(number(0.123456), '0.123');
  assert.equal(number(12345.6), '12,346');
  assert.equal(duration(null), '–');
  assert.equal(duration(250), '250 ms');
  assert.equal(duration(61_000), '1 min 1 s');
});

test('bytes are told in the unit that fits', () => {
  assert.equal(bytes(null), '–');
  assert.equal(bytes(0), '0 B');
  assert.equal(bytes(1536), '1.50 KiB');
  assert.equal(bytes(5 * 1024 ** 3), '5.00 GiB');
});

test('a view comes back from its address', () => {
  const view = { ...read(''), step: '400', smoothing: '60' };
  assert.equal(address(view), '?step=400&smoothing=60');
  assert.deepEqual(read(address(view)), view);
  assert.equal(address(read('')), '/');
});
