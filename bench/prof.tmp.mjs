import pg from 'pg';
import { trackerPayload } from './tracker/payload.mjs';
import { withCountry } from './support.mjs';
const original = pg.Client.prototype.query;
const log = [];
let on = false;
pg.Client.prototype.query = function (config, values, callback) {
  const text = typeof config === 'string' ? config : (config.text ?? '');
  const began = performance.now();
  const result = original.call(this, config, values, callback);
  if (on && result?.then) result.then(() => log.push([performance.now() - began, text.replace(/\s+/g, ' ').slice(0, 160)]), () => {});
  return result;
};
const n = Number(process.argv[2] ?? 2000);
await withCountry({ scale: 0.02, home: process.argv[3] }, async ({ app, database }) => {
  const body = JSON.stringify(await trackerPayload(database.pool, n, 5));
  for (const round of [1, 2]) {
    log.length = 0; on = true;
    const t = performance.now();
    const r = await fetch(`${app.url}/api/tracker?async=false`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}`, 'content-type': 'application/json' }, body });
    const j = await r.json();
    on = false;
    console.log(round, j.status, j.stats, JSON.stringify(j.validationReport).slice(0, 200), ((performance.now() - t) / 1000).toFixed(1));
    const sum = new Map();
    for (const [ms, text] of log) sum.set(text, [(sum.get(text)?.[0] ?? 0) + ms, (sum.get(text)?.[1] ?? 0) + 1]);
    console.log('total sql', [...sum.values()].reduce((a, [ms]) => a + ms, 0).toFixed(0));
    for (const [text, [ms, c]] of [...sum].sort((a, b) => b[1][0] - a[1][0]).slice(0, 22)) console.log(ms.toFixed(0).padStart(7), c, text);
  }
});
process.exit(0);
