import { sql } from 'kysely';
import { trackerPayload } from './tracker/payload.mjs';
import { withCountry } from './support.mjs';
import { CHECKS } from '../dist/features/tracker-import/checks/index.js';
import { createStaging, staged } from '../dist/features/tracker-import/staging/tables.js';
import { stage } from '../dist/features/tracker-import/staging/stage.js';
import { findExisting, lockExisting, markRepeated } from '../dist/features/tracker-import/staging/existing.js';
import { flatten } from '../dist/features/tracker-import/payload/flatten.js';
import { DEFAULT_OPTIONS } from '../dist/features/tracker-import/options.js';
import { userByUid } from '../dist/http/index.js';
const n = Number(process.argv[2] ?? 2000);
const show = process.argv[4];
await withCountry({ scale: 0.02, home: process.argv[3] }, async ({ database }) => {
  const flat = flatten(await trackerPayload(database.pool, n, 5));
  const user = await userByUid(database.db, 'M5zQapPyTZI');
  await database.db.transaction().execute(async (db) => {
    await sql`set local work_mem = '64MB'; set local jit = off`.execute(db).catch(() => {});
    await createStaging(db, 'CREATE_AND_UPDATE');
    await stage(db, flat, {});
    await markRepeated(db); await lockExisting(db); await findExisting(db);
    const context = { user, now: new Date(), options: DEFAULT_OPTIONS, firstOpenDays: [] };
    const all = [];
    for (const check of CHECKS) {
      if (check.when && !check.when(context)) continue;
      const rows = sql`(select * from ${staged(check.of)} as own where not own.refused and own.action = any (${[...(check.actions ?? ['create', 'update'])]}::text[]))`;
      const t = performance.now();
      const { rows: plan } = await sql`explain analyze ${check.problems(rows, context)}`.execute(db);
      const ms = performance.now() - t;
      all.push([ms, check.of, check.codes.join(), plan.map((p) => p['QUERY PLAN']).join('\n')]);
    }
    all.sort((a, b) => b[0] - a[0]);
    for (const [ms, of, codes] of all.slice(0, 15)) console.log(ms.toFixed(0), of, codes);
    for (const [, of, codes, plan] of all.slice(0, Number(show ?? 2))) console.log('\n', of, codes, '\n' + plan);
  });
});
process.exit(0);
